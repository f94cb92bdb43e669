package dev.rollcall.local.stack;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FollowedLog;
import dev.rollcall.local.process.LogTail;
import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program of the user's choice that lets the internet reach the gateway's port, for as long as the stack runs. */
public final class Tunnel implements AutoCloseable {

    /** Where the port goes in the command. */
    public static final String PORT = "{port}";

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final String NO_ADDRESS = "has printed no https:// address (Clerk posts to https only)";
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** An address without a path: what tunnels print besides are pages of their makers. */
    private static final Pattern ADDRESS = Pattern.compile("https://([A-Za-z0-9.-]+(?::[0-9]+)?)/?(?=[\\s\"'|,)]|$)");

    private static final Pattern MAKERS =
            Pattern.compile("(www|docs|developers?|dashboard|status|support|help|blog)\\..*");

    private final StackHome home;
    private final ChildProcess process;
    private final URI address;
    private @Nullable CompletableFuture<Void> told;

    private Tunnel(StackHome home, ChildProcess process, URI address) {
        this.home = home;
        this.process = process;
        this.address = address;
    }

    /** @throws IllegalArgumentException when the command does not say where the port goes */
    public static void require(String command) {
        if (!command.contains(PORT)) {
            throw new IllegalArgumentException("--tunnel has to say where the port goes; write for instance"
                    + " --tunnel 'cloudflared tunnel --url http://127.0.0.1:{port}'");
        }
    }

    /**
     * Starts it and waits for its public address.
     *
     * @throws StartFailedException when it ends, or names no address within a minute
     */
    public static Tunnel start(StackHome home, String command, int port) throws IOException, InterruptedException {
        return start(home, command, port, LONGEST_START);
    }

    static Tunnel start(StackHome home, String command, int port, Duration longest)
            throws IOException, InterruptedException {
        require(command);
        ChildCommand shell = ChildCommand.of(
                "tunnel",
                List.of("/bin/sh", "-c", "exec " + command.replace(PORT, Integer.toString(port))),
                Map.of(),
                home.log("tunnel"));
        FollowedLog log = new FollowedLog(shell.logFile(), LogTail.end(shell.logFile()));
        ChildProcess process = ChildProcess.startForeign(shell);
        try {
            AddressWait wait = new AddressWait(log);
            process.awaitUntil(wait, longest, NO_ADDRESS);
            TunnelState.opened(home, wait.found());
            return new Tunnel(home, process, wait.found());
        } catch (StartFailedException failed) {
            TunnelState.failed(home, process.isAlive() ? null : process.awaitExit());
            process.stop(GRACE);
            throw failed;
        } catch (InterruptedException | IOException | RuntimeException failed) {
            process.stop(GRACE);
            throw failed;
        }
    }

    /** Such as {@code https://some-words.example.com}, without a slash at the end. */
    public URI address() {
        return address;
    }

    /** Where Clerk posts to. */
    public URI endpoint() {
        return TunnelState.endpoint(address);
    }

    /**
     * Notes it and says so should it end by itself.
     *
     * @param another what opens another one, as a user types it
     */
    public void tellItsEnd(Narrator narrator, String another) {
        told = process.onExit().thenAccept(exitCode -> {
            try {
                TunnelState.ended(home, address, exitCode);
            } catch (IOException unwritten) {
                narrator.say("the end of the tunnel cannot be noted: " + unwritten.getMessage());
            }
            narrator.say("The tunnel has ended (exit code %d): nothing from outside arrives any".formatted(exitCode)
                    + " more; its log: " + process.logFile() + "\n  Another one, in another terminal: " + another);
        });
    }

    @Override
    public void close() {
        CompletableFuture<Void> nobodyAsksAnyMore = told;
        if (nobodyAsksAnyMore != null) {
            nobodyAsksAnyMore.cancel(true);
        }
        process.stop(GRACE);
        try {
            TunnelState.forget(home, address);
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    /** The public address in a line of a tunnel's output, if it has one. */
    static Optional<URI> addressIn(String line) {
        Matcher addresses = ADDRESS.matcher(line);
        while (addresses.find()) {
            if (!MAKERS.matcher(addresses.group(1)).matches()) {
                return Optional.of(URI.create("https://" + addresses.group(1)));
            }
        }
        return Optional.empty();
    }

    private static final class AddressWait implements ChildProcess.Condition {

        private final FollowedLog log;
        private @Nullable URI found;

        AddressWait(FollowedLog log) {
            this.log = log;
        }

        @Override
        public boolean holds() {
            try {
                for (String line : log.added()) {
                    Optional<URI> address = found == null ? addressIn(line) : Optional.empty();
                    if (address.isPresent()) {
                        found = address.get();
                    }
                }
            } catch (IOException notYet) {
                return false;
            }
            return found != null;
        }

        URI found() {
            URI address = found;
            if (address == null) {
                throw new IllegalStateException("asked for before it was found");
            }
            return address;
        }
    }
}
