package dev.rollcall.local.server;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.Secrets;
import dev.rollcall.local.process.Signal;
import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one PostgreSQL server.
 *
 * <p>{@code data/} is the cluster, {@code superuser-password} (0600) what its role {@code postgres} logs in with,
 * {@code postgres.log} the log, {@code postgres.process} the process that uses it.
 */
final class PostgresCluster {

    private final Path directory;
    private final PostgresBinaries binaries;

    PostgresCluster(Path directory, PostgresBinaries binaries) {
        this.directory = directory;
        this.binaries = binaries;
    }

    PreviousServer previous() {
        return new PreviousServer(directory.resolve("postgres.process"));
    }

    String password() throws IOException {
        return Secrets.generatedOnce(directory.resolve("superuser-password"));
    }

    /** Runs initdb when there is no data yet. */
    void initialize() throws IOException, InterruptedException {
        if (Files.isDirectory(data())) {
            return;
        }
        String password = password();
        Path unfinished = directory.resolve("data.unfinished");
        DirectoryTree.delete(unfinished);
        Path passwordFile = Secrets.write(directory.resolve("initdb-password"), password);
        List<String> initdbCommand = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // The same order on every machine; a database may choose an ICU locale.
                "--locale=C"));
        // Tests run on older versions too.
        if (binaries.majorVersion() >= 17) {
            initdbCommand.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        }
        try (ChildProcess initdb = ChildProcess.start(
                new ChildCommand("initdb", asNonRoot(initdbCommand), Map.of(), log(), Signal.TERM))) {
            int exitCode = initdb.awaitExit();
            if (exitCode != 0) {
                throw new StartFailedException(
                        "initdb ended with exit code %d. %s%s".formatted(exitCode, rootAdvice(), initdb.explanation()));
            }
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Removes the lock file of a server that was killed, when its process id now belongs to something else: PostgreSQL
     * itself would take that for a running server and refuse to start.
     */
    void removeStaleLock() throws IOException {
        Path lock = data().resolve("postmaster.pid");
        if (!Files.isRegularFile(lock)) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        Optional<String> owner = lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .flatMap(process -> process.info().command());
        if (owner.filter(command -> command.endsWith("/postgres")).isEmpty()) {
            Files.delete(lock);
        }
    }

    ChildCommand server(int port) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("postgres").toString(), "-D", data().toString(), "-p", Integer.toString(port)));
        Map.of(
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "fsync", "on",
                        "full_page_writes", "on",
                        "synchronous_commit", "on",
                        "max_connections", "200",
                        "timezone", "UTC",
                        "log_timezone", "UTC",
                        "log_line_prefix", "%m [%p] %q%u@%d ")
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new ChildCommand("postgres", asNonRoot(command), Map.of(), log(), Signal.INT);
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it runs as nobody, with root's files. */
    private static List<String> asNonRoot(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static String rootAdvice() {
        return isRoot()
                ? "(As root it needs the right to create user namespaces: where `unshare -U true` fails,"
                        + " run this as another user.) "
                : "";
    }
}
