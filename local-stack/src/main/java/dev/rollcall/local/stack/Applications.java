package dev.rollcall.local.stack;

import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The executable jars of gateway and worker. */
public record Applications(Path gateway, Path worker) {

    private static final String VERSION = "0.1.0";

    /** Every application runs with these, as {@code deploy/containers/jvm.options}; docs/decisions/0005 says why this collector. */
    public static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:+UseParallelGC",
            "-XX:NewRatio=1",
            "-XX:+ExitOnOutOfMemoryError");

    /** Those that the build puts below the top of the repository. */
    public static Applications builtIn(Path repository) {
        return new Applications(jar(repository, "ingest-gateway"), jar(repository, "sync-worker"));
    }

    /** Those of a directory that holds both. */
    public static Applications in(Path directory) {
        return new Applications(directory.resolve(name("ingest-gateway")), directory.resolve(name("sync-worker")));
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

    private static Path jar(Path repository, String module) {
        return repository.resolve(module).resolve("target").resolve(name(module));
    }

    private static String name(String module) {
        return "%s-%s-app.jar".formatted(module, VERSION);
    }
}
