package dev.rollcall.local.stack;

import dev.rollcall.local.process.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that everything of one stack lives in, {@code .rollcall/} unless told otherwise (0700).
 *
 * @param directory absolute
 */
public record StackHome(Path directory) {

    private static final int SIGNING_KEY_BYTES = 24;
    private static final long LARGEST_LOG = 10L * 1024 * 1024;

    public StackHome {
        directory = directory.toAbsolutePath().normalize();
    }

    /** Creates what is missing. */
    void create() throws IOException {
        for (Path path : new Path[] {directory, logs(), secrets(), applications()}) {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
    }

    /** Moves logs of more than 10 MB out of the way, each in place of the one moved before. */
    void rotateLogs() throws IOException {
        List<Path> candidates;
        try (Stream<Path> files = Files.list(logs())) {
            candidates = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".log")).toList());
        }
        candidates.add(postgres().resolve("postgres.log"));
        candidates.add(kafka().resolve("kafka.log"));
        candidates.remove(supervisorLog());
        for (Path log : candidates) {
            if (Files.isRegularFile(log) && Files.size(log) > LARGEST_LOG) {
                Files.move(
                        log,
                        log.resolveSibling(log.getFileName() + ".old"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The running supervisor holds a lock on it. */
    Path lockFile() {
        return directory.resolve("supervisor.lock");
    }

    /** What runs, see {@link RunState}; readable by its owner only, since it holds addresses with passwords. */
    Path stateFile() {
        return directory.resolve("run.json");
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    Path log(PartName part) {
        return logs().resolve(part.label() + ".log");
    }

    /** What a supervisor without a terminal says. */
    public Path supervisorLog() {
        return logs().resolve("supervisor.log");
    }

    Path postgres() {
        return directory.resolve("postgres");
    }

    Path kafka() {
        return directory.resolve("kafka");
    }

    /** Copies of the jars that run, so that a build does not pull them from under the processes. */
    Path applications() {
        return directory.resolve("applications");
    }

    /** The password of a database role such as {@code sync}; generated the first time. */
    String rolePassword(String role) throws IOException {
        return Secrets.generatedOnce(secrets().resolve(role + "-password"));
    }

    /** The token of the worker's management API; generated the first time. */
    String opsToken() throws IOException {
        return Secrets.generatedOnce(secrets().resolve("ops-token"));
    }

    /** The signing secret to use when none was given; generated the first time. */
    String signingSecret() throws IOException {
        return Secrets.keptOr(secrets().resolve("signing-secret"), () -> {
            byte[] key = new byte[SIGNING_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            return "whsec_" + Base64.getEncoder().encodeToString(key);
        });
    }

    private Path secrets() {
        return directory.resolve("secrets");
    }
}
