package dev.rollcall.proving.servers;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of a directory with a package.json, installed with npm as its lock file says. Node.js is an
 * {@linkplain OptionalProgram optional program}: tests ask {@link #isThere} first.
 */
public final class NodeProject {

    /** How long one command may take on a busy machine. */
    private static final int MINUTES = 20;

    private static final String SKIPPED = "node_modules";

    private final Path directory;

    private NodeProject(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * What a command said.
     *
     * @param code 0 when it did what it should
     */
    public record Ended(int code, String output, String error) {}

    /** Whether Node.js and npm are there; for {@code assumeTrue}. */
    public static boolean isThere() {
        return OptionalProgram.isThere(program("node") && program("npm"), "Node.js and npm are not installed");
    }

    /**
     * Copies and installs; what an earlier call installed is used again where the lock file is the same.
     *
     * @throws AssertionError when npm cannot install it
     */
    public static NodeProject install(Path source, Path target) throws IOException, InterruptedException {
        NodeProject project = new NodeProject(target);
        project.take(source, ".");
        Path lock = project.directory.resolve("package-lock.json");
        Path installed = project.directory.resolve("installed-lock.json");
        if (!Files.exists(installed) || Files.mismatch(lock, installed) >= 0) {
            // With --prefer-offline a second run needs no network.
            project.require(
                    Map.of(),
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline",
                    "--loglevel=error");
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return project;
    }

    public Path directory() {
        return directory;
    }

    /** Copies a file, or a directory without what npm installed and tools hid there, to a path inside the project. */
    public void take(Path source, String inside) throws IOException {
        Path target = directory.resolve(inside).normalize();
        if (!Files.isDirectory(source)) {
            Files.createDirectories(target.getParent() == null ? directory : target.getParent());
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(file -> isSource(source.relativize(file))).forEach(file -> {
                Path copy = target.resolve(source.relativize(file).toString());
                try {
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }

    private static boolean isSource(Path inside) {
        for (Path name : inside) {
            if (name.startsWith(SKIPPED) || name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /**
     * Runs a command in the project: a program that npm installed there, or one of the machine's.
     *
     * @param environment added to this process's
     */
    public Ended run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("node", ".out");
        Path error = Files.createTempFile("node", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(installed(command))
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Ended(-1, Files.readString(output), List.of(command) + " did not end");
            }
            return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
        } finally {
            Files.delete(output);
            Files.delete(error);
        }
    }

    /**
     * As {@link #run}, of what has to succeed.
     *
     * @return its output
     * @throws AssertionError with all that it said
     */
    public String require(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Ended ended = run(environment, command);
        if (ended.code() != 0) {
            throw new AssertionError(
                    List.of(command) + " ended with " + ended.code() + ":\n" + ended.output() + "\n" + ended.error());
        }
        return ended.output();
    }

    /**
     * Starts what does not end by itself, such as a server; its log is a file of its name in the project.
     *
     * @param environment added to this process's
     */
    public ChildProcess start(String name, Map<String, String> environment, String... command) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString()));
        line.addAll(installed(command));
        return ChildProcess.start(ChildCommand.of(name, line, environment, directory.resolve(name + ".log")));
    }

    /** The command, with the program that npm installed here for its first word, where it is one. */
    private List<String> installed(String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        Path program = directory.resolve(SKIPPED).resolve(".bin").resolve(line.getFirst());
        if (Files.isExecutable(program)) {
            line.set(0, program.toString());
        }
        return line;
    }

    private static boolean program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name))
                .anyMatch(Files::isExecutable);
    }
}
