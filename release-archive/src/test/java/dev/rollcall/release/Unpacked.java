package dev.rollcall.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive in a folder of its own, on a machine that has a JDK and no Maven.
 *
 * @param home where {@code ./rollcall} is
 * @param programs a folder with all programs of this machine but Maven
 */
record Unpacked(Path home, Path programs) {

    private static final String NAME = ".tar.gz";
    /** Far longer than any command takes: only so that a build does not hang. */
    private static final long LONGEST_MINUTES = 20;

    /** What a command did. */
    record Result(int exitCode, String output, String errors) {}

    static Path archive() {
        return Path.of(System.getProperty("rollcall.archive", ""));
    }

    static Unpacked in(Path directory) throws IOException, InterruptedException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isDirectory(Path.of(folder))) {
                link(Path.of(folder), programs);
            }
        }
        Process tar = new ProcessBuilder(
                        "tar",
                        "-xzf",
                        archive().toString(),
                        "-C",
                        Files.createDirectory(directory.resolve("place")).toString())
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new AssertionError(archive() + " cannot be unpacked");
        }
        String folder = archive().getFileName().toString().replace(NAME, "");
        return new Unpacked(directory.resolve("place").resolve(folder), programs);
    }

    private static void link(Path folder, Path programs) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path program : all.filter(one -> !one.getFileName().toString().startsWith("mvn"))
                    .toList()) {
                try {
                    Files.createSymbolicLink(programs.resolve(program.getFileName()), program.toAbsolutePath());
                } catch (FileAlreadyExistsException earlierOnThePath) {
                    // The first one counts, as for the shell.
                }
            }
        }
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("release", ".out");
        Path errors = Files.createTempFile("release", ".err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("./rollcall"), Stream.of(arguments))
                        .toList())
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.startsWith("ROLLCALL_") || name.startsWith("CLERK_") || name.startsWith("MAVEN_"));
        builder.environment()
                .putAll(Map.of("PATH", programs.toString(), "JAVA_HOME", System.getProperty("java.home", "")));
        Process process = builder.start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError("rollcall %s does not end. %s%s"
                    .formatted(List.of(arguments), Files.readString(output), Files.readString(errors)));
        }
        Result result = new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        Files.delete(output);
        Files.delete(errors);
        return result;
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream counted = new DigestInputStream(in, digest)) {
                counted.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
