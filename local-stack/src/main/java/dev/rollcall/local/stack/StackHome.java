package dev.rollcall.local.stack;

import dev.rollcall.local.process.Secrets;
import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.local.server.OwnPath;
import dev.rollcall.local.server.PrivateDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Creates what is missing.
     *
     * @throws StartFailedException when somebody else could have made it: what lies there is executed, and holds passwords
     */
    void create() throws IOException {
        try {
            for (Path path : new Path[] {directory, logs(), secrets()}) {
                PrivateDirectory.create(path);
            }
        } catch (OwnPath.ForeignPathException foreign) {
            throw new StartFailedException(String.valueOf(foreign.getMessage()), foreign);
        } catch (FileSystemException refused) {
            throw new StartFailedException(
                    "the data directory %s cannot be made (%s): write one that you may write to, such as --data-dir"
                                    .formatted(directory, why(refused))
                            + " ~/.rollcall (or ROLLCALL_DATA_DIR)",
                    refused);
        }
    }

    public boolean exists() {
        return Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Takes the directory away that a start has made which came to nothing. Only where it holds nothing but what every
     * start writes first: no secret, no data, no log of a part.
     */
    public void removeIfUnused() throws IOException {
        Optional<SupervisorLock> lock = exists() ? SupervisorLock.tryTake(this) : Optional.empty();
        if (lock.isEmpty()) {
            return;
        }
        SupervisorLock held = lock.get();
        try (held) {
            if (isUnused()) {
                DirectoryTree.delete(directory);
            }
        }
    }

    private boolean isUnused() throws IOException {
        return Set.of(lockFile(), stateFile(), buildFile(), logs(), secrets()).containsAll(in(directory))
                && Set.of(supervisorLog()).containsAll(in(logs()))
                && in(secrets()).isEmpty();
    }

    private static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String why(FileSystemException refused) {
        return switch (refused) {
            case AccessDeniedException denied -> "you may not write there";
            case FileAlreadyExistsException taken -> taken.getFile() + " is a file";
            default -> "nothing can be made at " + refused.getFile();
        };
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

    /** What became of the tunnel, see {@link TunnelState}. */
    Path tunnelFile() {
        return directory.resolve("tunnel.json");
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    Path log(PartName part) {
        return log(part.label());
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Every log that there can be, by the name that a user calls it. */
    public Map<String, Path> logFiles() {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("gateway", log(PartName.GATEWAY));
        files.put("worker", log(PartName.WORKER));
        files.put("postgres", postgres().resolve("postgres.log"));
        files.put("kafka", kafka().resolve("kafka.log"));
        for (String command : List.of("migrate", "topics", "backfill", "tunnel")) {
            files.put(command, log(command));
        }
        files.put("supervisor", supervisorLog());
        return files;
    }

    /** The output of a supervisor without a terminal. */
    public Path supervisorLog() {
        return logs().resolve("supervisor.log");
    }

    /** Is there once a newcomer has been told all that a start tells; whoever waits for that takes it away before. */
    public Path toldFile() {
        return directory.resolve("told");
    }

    Path postgres() {
        return directory.resolve("postgres");
    }

    Path kafka() {
        return directory.resolve("kafka");
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

    /** What the gateway reads its signing secrets from, and reads again when it changes; one a line. */
    Path signingSecretsInUse() {
        return directory.resolve("signing-secrets");
    }

    /** The secrets of the gateway that runs, or ran last; empty before the first start. */
    public Optional<SigningSecrets> latestSigningSecrets() throws IOException {
        Path file = signingSecretsInUse();
        return Files.isRegularFile(file)
                ? Optional.of(new SigningSecrets(Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .toList()))
                : Optional.empty();
    }

    /** What a gateway that runs takes within seconds, and one that is started from its beginning. */
    public void use(SigningSecrets secrets) throws IOException {
        Secrets.write(signingSecretsInUse(), String.join("\n", secrets.inOrder()));
    }

    /** Whether the gateway works with a secret that somebody gave, and not with the generated one. */
    public boolean hasGivenSecret() throws IOException {
        Optional<SigningSecrets> latest = latestSigningSecrets();
        return latest.isPresent() && !latest.get().text().equals(signingSecret());
    }

    /** Whether the simulator of {@code --demo} has ever sent its events to this stack. */
    public boolean hasBeenDemo() {
        return Files.exists(demoMark());
    }

    /** From now on this is the copy of the simulator's invented instance. */
    public void becomeDemo() throws IOException {
        if (!hasBeenDemo()) {
            Files.createFile(demoMark());
        }
    }

    /** Which world the demo tells, and how far it is. */
    Path demoWorld() {
        return directory.resolve("demo-world");
    }

    private Path demoMark() {
        return directory.resolve("demo");
    }

    /**
     * Notes which copy of the command line runs the stack: the launcher takes the same for other commands on it.
     *
     * @param build its name; '' for none
     */
    public void runsFrom(String build) throws IOException {
        Files.writeString(buildFile(), build + "\n");
    }

    private Path buildFile() {
        return directory.resolve("build");
    }

    private Path secrets() {
        return directory.resolve("secrets");
    }
}
