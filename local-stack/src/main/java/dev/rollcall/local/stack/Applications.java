package dev.rollcall.local.stack;

import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The executable jars of gateway and worker. */
public record Applications(Path gateway, Path worker) {

    /** Every application runs with these, as {@code deploy/containers/jvm.options}; docs/decisions/0005 says why this collector. */
    public static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:+UseParallelGC",
            "-XX:NewRatio=1",
            "-XX:+ExitOnOutOfMemoryError");

    /** Those that the build puts below the top of the repository. */
    public static Applications builtIn(Path repository) {
        String version = Release.of(repository);
        return new Applications(jar(repository, "ingest-gateway", version), jar(repository, "sync-worker", version));
    }

    /** Those of a directory of the launcher, which keeps both without their version: it may be older than the repository. */
    public static Applications in(Path directory) {
        return new Applications(directory.resolve("ingest-gateway.jar"), directory.resolve("sync-worker.jar"));
    }

    /** Copies in the directory: a build while they run must not change the jars under them. */
    public Applications copiedTo(Path directory) throws IOException {
        return new Applications(copied(gateway, directory), copied(worker, directory));
    }

    private static Path copied(Path jar, Path directory) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new StartFailedException(jar + " is missing; build it with: mvn -DskipTests package");
        }
        Path unfinished = directory.resolve(jar.getFileName() + ".unfinished");
        Files.copy(jar, unfinished, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(
                unfinished,
                directory.resolve(jar.getFileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path jar(Path repository, String module, String version) {
        return repository.resolve(module).resolve("target").resolve("%s-%s-app.jar".formatted(module, version));
    }
}
