package dev.rollcall.local.application;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.process.OneAtATime;
import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.server.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An application unpacked beside its jar, with a cache of what the JVM learns in one start: the classes loaded, linked and
 * profiled (JEP 483, 514 and 515). The images do the same while they are built.
 *
 * <p>It is made once for each build, by one process at a time. A file that is written last says what it was made of: what
 * an interrupted process left, or a build before, is thrown away. Beyond that the JVM itself looks whether a cache fits,
 * and starts without where it does not.
 */
final class QuickStart {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String CACHE = "start.aot";

    private final Path jar;
    private final Path directory;
    private final Wiring wiring;

    /**
     * @param jar as the build makes it
     * @param wiring what the application needs so as to start where no server answers
     */
    QuickStart(Path jar, Wiring wiring) {
        this.jar = jar.toAbsolutePath().normalize();
        this.wiring = wiring;
        directory = beside("");
    }

    /** What was made of this very jar; empty when that is still to be done. */
    Optional<Application> ready() {
        try {
            String contents = JarContents.of(jar);
            if (contents.isEmpty()) {
                // No jar that can be unpacked: it is ready as it is.
                return Optional.of(Application.plain(jar));
            }
            Path madeOf = madeOf();
            return Files.isRegularFile(madeOf) && Files.readString(madeOf).equals(ingredients(contents))
                    ? Optional.of(unpacked())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Makes what is missing; the plain jar when that fails, since a slow start is a start. */
    Application made() throws InterruptedException {
        Optional<Application> ready = ready();
        if (ready.isPresent()) {
            return ready.get();
        }
        try {
            return OneAtATime.run(beside(".lock"), () -> {
                Optional<Application> byAnother = ready();
                return byAnother.isPresent() ? byAnother.get() : make();
            });
        } catch (IOException | StartFailedException notPossible) {
            return Application.plain(jar);
        }
    }

    private Application make() throws IOException, InterruptedException {
        DirectoryTree.delete(directory);
        Files.deleteIfExists(beside(".log"));
        boolean unpacked = runs(JavaCommand.jar(
                jar,
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djarmode=tools"),
                List.of("extract", "--destination", directory.toString())));
        if (!unpacked) {
            return Application.plain(jar);
        }
        // One start, as far as it goes without servers.
        Path cache = directory.resolve(CACHE);
        boolean learnt = runs(Application.plain(directory.resolve(jar.getFileName()))
                .command(
                        Applications.jvmOptions("-XX:AOTCacheOutput=" + cache, "-Drollcall.start.rehearsed=true"),
                        List.of()));
        if (!learnt) {
            Files.deleteIfExists(cache);
        }
        Files.writeString(madeOf(), ingredients(JarContents.of(jar)));
        return unpacked();
    }

    private boolean runs(List<String> command) throws InterruptedException {
        String name = String.valueOf(directory.getFileName());
        try (ChildProcess process =
                ChildProcess.start(ChildCommand.of(name, command, wiring.environment(), beside(".log")))) {
            return process.awaitExit(LONGEST) && process.awaitExit() == 0;
        }
    }

    /** Without a cache where its one start failed: that is not tried again before every other. */
    private Application unpacked() {
        Path thin = directory.resolve(jar.getFileName());
        Path cache = directory.resolve(CACHE);
        return new Application(thin, Files.isRegularFile(cache) ? cache : null);
    }

    /** A cache knows the paths, the JVM and its options. */
    private String ingredients(String contents) {
        return String.join(
                        "\n",
                        contents,
                        jar.toString(),
                        System.getProperty("java.home"),
                        System.getProperty("java.vm.version"),
                        String.join(" ", Applications.JVM_OPTIONS))
                + "\n";
    }

    private Path madeOf() {
        return directory.resolve("made-of");
    }

    private Path beside(String suffix) {
        return jar.resolveSibling(String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "") + suffix);
    }
}
