package dev.rollcall.local.cli;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.stack.Narrator;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.Tunnel;
import dev.rollcall.local.stack.TunnelState;
import dev.rollcall.model.terminal.Mark;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the tunnel that was asked for, and says what to do with its address. */
final class TunnelView {

    private static final String ADDRESS = "Public address: ";

    private TunnelView() {}

    /** @param isAnothers whether this command has opened none, and so said nothing of it */
    static void tellWhatBecameOfIt(Terminal terminal, StackHome home, boolean isAnothers) throws IOException {
        Optional<TunnelState> state = isAnothers ? TunnelState.of(home) : Optional.empty();
        state.flatMap(TunnelState::openAddress).ifPresent(address -> terminal.say(Mark.GOOD, ADDRESS + address));
        state.flatMap(TunnelState::trouble)
                .ifPresent(trouble -> terminal.say(Mark.BAD, "Nothing arrives from outside: " + trouble));
    }

    /** @return null when it did not come to be, which has been said then */
    @SuppressWarnings(
            "try") // What lasts as long as the block; the formatter may run on a Java that knows no name for it.
    static @Nullable Tunnel open(
            Surroundings surroundings, DataDirectory dataDirectory, String command, RunState.Connections connections)
            throws IOException, InterruptedException {
        Terminal terminal = surroundings.terminal();
        Progress progress = new Progress(terminal);
        Tunnel tunnel;
        try (Narrator.Wait wait = progress.begin("Tunnel")) {
            int port = URI.create(connections.webhookUrl()).getPort();
            tunnel = Tunnel.start(dataDirectory.home(surroundings), command, port);
        } catch (StartFailedException failed) {
            terminal.say(Mark.BAD, "No tunnel: " + failed.getMessage());
            return null;
        }
        tunnel.tellItsEnd(
                progress, dataDirectory.typed(surroundings, "up") + " --tunnel " + EnvCommand.quotedIfNeeded(command));
        terminal.say(Mark.GOOD, ADDRESS + tunnel.address());
        terminal.say("Look at it from outside: " + dataDirectory.typed(surroundings, "doctor") + " --url "
                + tunnel.address());
        return tunnel;
    }
}
