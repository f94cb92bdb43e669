package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code ./rollcall} as its script runs it once everything is built: a process of its own, with this build's
 * applications.
 *
 * @param directory for the output of the commands
 * @param dataDirectory of the stack that the commands are about
 */
record RollcallCommand(Path directory, Path dataDirectory) {

    private static final String MAIN_CLASS = "dev.rollcall.local.cli.Rollcall";
    private static final String CHAOS_CLASS = "dev.rollcall.proving.chaos.ChaosCommand";
    private static final String CHAOS = "chaos";
    /** Far longer than any command takes: only so that a build does not hang. */
    private static final long LONGEST_MINUTES = 20;

    private static final List<String> ANY_APPLICATION_PORT =
            List.of("up", "--detach", "--gateway-port=0", "--gateway-management-port=0", "--worker-port=0");

    /** What a command did. */
    record Result(int exitCode, String output, String errors) {}

    static RollcallCommand in(Path directory) {
        return new RollcallCommand(directory, directory.resolve("stack"));
    }

    /** {@code up --detach} on free ports, which must end well. */
    Result up(String... arguments) throws IOException, InterruptedException {
        Result up = up(Map.of(), arguments);
        assertThat(up.errors()).isEmpty();
        assertThat(up.exitCode()).as(up.output()).isZero();
        return up;
    }

    /** With variables that the user's shell has. */
    Result up(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(ANY_APPLICATION_PORT);
        all.addAll(Arrays.asList(arguments));
        return run(environment, all.toArray(String[]::new));
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(ProcessBuilder.Redirect.PIPE, environment, arguments);
    }

    /** With a file as standard input. */
    Result runReading(Path input, String... arguments) throws IOException, InterruptedException {
        return run(ProcessBuilder.Redirect.from(input.toFile()), Map.of(), arguments);
    }

    private Result run(ProcessBuilder.Redirect input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path output = Files.createTempFile(directory, "output", ".txt");
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .redirectInput(input)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_") || name.startsWith("CLERK_"));
        builder.environment().put("ROLLCALL_DATA_DIR", dataDirectory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError("rollcall %s does not end. %s%s"
                    .formatted(String.join(" ", arguments), Files.readString(output), Files.readString(errors)));
        }
        Result result = new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        Files.delete(output);
        Files.delete(errors);
        return result;
    }

    /** For a program that is told a command to call: a script that is {@code ./rollcall} of this build and this stack. */
    Path script(Path file) throws IOException {
        List<String> line = new ArrayList<>(List.of("exec", "env", "ROLLCALL_DATA_DIR=" + dataDirectory));
        line.addAll(command("COMMAND").subList(0, command("COMMAND").size() - 1));
        String quoted = line.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(file, "#!/bin/sh\n" + quoted + " \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /** What this build wants of the processes that the command starts in turn. */
    private static String inherited(String property) {
        return "-D" + property + "=" + System.getProperty(property, "");
    }

    private static List<String> command(String... arguments) {
        List<String> options = List.of(
                "-Xmx256m",
                // As ./rollcall starts short commands, which most of these are.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Drollcall.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-Drollcall.terminal=false",
                inherited("rollcall.application.options"),
                inherited("rollcall.kafka.options"),
                "-Dlogback.configurationFile=dev/rollcall/local/cli/cli-logback.xml");
        List<String> given = Arrays.asList(arguments);
        boolean chaos = given.getFirst().equals(CHAOS);
        return JavaCommand.main(
                System.getProperty("java.class.path"),
                chaos ? CHAOS_CLASS : MAIN_CLASS,
                options,
                chaos ? given.subList(1, given.size()) : given);
    }
}
