package dev.rollcall.local.cli;

import dev.rollcall.local.process.JavaCommand;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A directory that looks like the built repository, with {@link StandInApplication} as both applications. */
record StandInRepository(Path directory) {

    static final String VERSION = "3.2.1";

    /** What a command did. */
    record Result(int exitCode, String output, String errors) {}

    static StandInRepository in(Path directory) throws IOException {
        Files.writeString(
                directory.resolve("pom.xml"), "<project>\n  <version>" + VERSION + "</version>\n</project>\n");
        for (String module : List.of("ingest-gateway", "sync-worker")) {
            Path jar = jar(directory, module);
            Files.createDirectories(jar.getParent());
            writeJar(jar);
        }
        return new StandInRepository(directory);
    }

    Path jar(String module) {
        return jar(directory, module);
    }

    private static Path jar(Path directory, String module) {
        return directory.resolve("%s/target/%s-%s-app.jar".formatted(module, module, VERSION));
    }

    Path dataDirectory() {
        return directory.resolve(".rollcall");
    }

    Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command in this JVM as the launcher would in one of its own. */
    Result run(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                false,
                80);
        int exitCode = Rollcall.run(new Surroundings(directory, environment, terminal), arguments);
        return new Result(exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    /**
     * The same in a JVM of its own, for what belongs to a process: signals, standard input, and the path on which it looks
     * for programs.
     */
    ProcessBuilder program(Map<String, String> environment, String... arguments) {
        List<String> options = List.of(
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Drollcall.home=" + directory,
                "-Drollcall.terminal=true",
                "-Dlogback.configurationFile=dev/rollcall/local/cli/cli-logback.xml");
        ProcessBuilder program = new ProcessBuilder(JavaCommand.main(
                System.getProperty("java.class.path"), Rollcall.class.getName(), options, List.of(arguments)));
        program.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_") || name.startsWith("CLERK_"));
        program.environment().put("NO_COLOR", "1");
        program.environment().putAll(environment);
        return program;
    }

    /** Runs that program to its end. */
    Result runAlone(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        Process process = program(environment, arguments)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Result(process.waitFor(), Files.readString(output), Files.readString(errors));
    }

    /** Holds no class: its manifest names this JVM's class path. */
    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, StandInApplication.class.getName());
        main.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(file, manifest)) {
            output.finish();
        }
    }
}
