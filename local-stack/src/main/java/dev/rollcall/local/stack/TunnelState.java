package dev.rollcall.local.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.process.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of the tunnel that was asked for last, for the other commands. Not in {@link RunState}, which is the
 * supervisor's: a tunnel may belong to a command that only watches.
 *
 * @param owner the process that runs the tunnel; what it wrote counts for as long as it runs
 * @param address such as {@code https://some-words.example.com}; null when it never had one
 * @param exitCode of the tunnel's program; null while it runs, or when it was ended since it named no address
 */
public record TunnelState(
        RunningProcess owner,
        @Nullable URI address,
        @Nullable Integer exitCode) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** Of this directory's stack; empty when nobody asked for a tunnel. */
    public static Optional<TunnelState> of(StackHome home) throws IOException {
        Path file = home.tunnelFile();
        try {
            return Optional.of(JSON.readValue(Files.readString(file), TunnelState.class))
                    .filter(state -> state.owner().find().isPresent());
        } catch (NoSuchFileException | JacksonException none) {
            return Optional.empty();
        }
    }

    static void opened(StackHome home, URI address) throws IOException {
        write(home, new TunnelState(self(), address, null));
    }

    /** One that never opened; another one that is open is what counts. */
    static void failed(StackHome home, @Nullable Integer exitCode) throws IOException {
        if (of(home).filter(TunnelState::open).isEmpty()) {
            write(home, new TunnelState(self(), null, exitCode));
        }
    }

    static void ended(StackHome home, URI address, int exitCode) throws IOException {
        if (ofThisProcess(home, address)) {
            write(home, new TunnelState(self(), address, exitCode));
        }
    }

    /** Nobody wants it any more. */
    static void forget(StackHome home, URI address) throws IOException {
        if (ofThisProcess(home, address)) {
            Files.deleteIfExists(home.tunnelFile());
        }
    }

    /** Another process may have opened one since. */
    private static boolean ofThisProcess(StackHome home, URI address) throws IOException {
        return of(home).filter(state ->
                        state.owner().pid() == ProcessHandle.current().pid() && address.equals(state.address()))
                .isPresent();
    }

    private static RunningProcess self() {
        return RunningProcess.of(ProcessHandle.current());
    }

    private static void write(StackHome home, TunnelState state) throws IOException {
        Secrets.write(home.tunnelFile(), JSON.writeValueAsString(state));
    }

    /** Whether something from outside can arrive by it. */
    public boolean open() {
        return address != null && exitCode == null;
    }

    /** The public address, while there is one. */
    public Optional<URI> openAddress() {
        return open() ? Optional.ofNullable(address) : Optional.empty();
    }

    /** In a few words what is wrong with it, if something is. */
    public Optional<String> trouble() {
        if (open()) {
            return Optional.empty();
        }
        return Optional.of((address == null ? "no tunnel" : "the tunnel has ended")
                + (exitCode == null ? "" : " (exit code " + exitCode + ")"));
    }

    /** Where Clerk posts to. */
    public static URI endpoint(URI address) {
        return URI.create(address + "/webhooks/clerk");
    }
}
