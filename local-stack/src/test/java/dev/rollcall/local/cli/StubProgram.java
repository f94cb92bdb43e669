package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A program that is not Rollcall's, found before any other of its name: it only tells how it was called. */
record StubProgram(Path file) {

    /** What it ends with. */
    static final int EXIT_CODE = 3;

    /** Its arguments are what everyone on the machine can read; they are written down last, and at once. */
    private static final String SCRIPT = """
            #!/bin/sh
            env >"$0.environment"
            tr '\\0' '\\n' </proc/$$/cmdline >"$0.part"
            mv "$0.part" "$0.arguments"
            exit %d
            """.formatted(EXIT_CODE);

    static StubProgram named(String name, Path directory) throws IOException {
        Path file = Files.createDirectories(directory.resolve("stubs")).resolve(name);
        Files.writeString(file, SCRIPT);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return new StubProgram(file);
    }

    /** A shell's in which it comes first, with what no such program may see. */
    Map<String, String> shell() {
        return Map.of(
                "PATH",
                file.getParent() + ":" + System.getenv("PATH"),
                "CLERK_SECRET_KEY",
                "sk_test_secret",
                "ROLLCALL_OPS_TOKEN",
                "secret-token",
                "DATABASE_URL",
                "postgresql://app:secret@127.0.0.1:1/d");
    }

    /** A shell's in which no program is found. */
    static Map<String, String> bareShell(Path directory) throws IOException {
        return Map.of(
                "PATH", Files.createDirectories(directory.resolve("empty")).toString());
    }

    /** As it was started, itself among them. */
    List<String> arguments() throws IOException {
        Path written = Path.of(file + ".arguments");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (Files.notExists(written) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        List<String> all = Files.readAllLines(written);
        return all.subList(all.indexOf(file.toString()), all.size());
    }

    /** Of its environment, once it has told its arguments; '' where it has none of this name. */
    String variable(String name) throws IOException {
        return environment().getOrDefault(name, "");
    }

    /** The names of those that are for Rollcall's own programs. */
    List<String> variablesOfOurs() throws IOException {
        return environment().keySet().stream()
                .filter(name ->
                        name.startsWith("CLERK_") || name.startsWith("ROLLCALL_") || name.equals("DATABASE_URL"))
                .toList();
    }

    private Map<String, String> environment() throws IOException {
        return Files.readAllLines(Path.of(file + ".environment")).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[parts.length - 1], (one, other) -> other));
    }
}
