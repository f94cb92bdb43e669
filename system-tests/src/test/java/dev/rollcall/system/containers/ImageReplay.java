package dev.rollcall.system.containers;

import dev.rollcall.system.containers.Dockerfile.Stage;
import dev.rollcall.system.containers.Dockerfile.Step;
import dev.rollcall.system.monitoring.RuleFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Takes the steps of a Dockerfile without a container engine: each stage is a folder, its commands run in it with the
 * JDK of this process, and the rest of the machine stands for the base image. The first stage, which builds the jars with
 * Maven, is not taken: the repository stands for it, where they have just been built.
 */
final class ImageReplay {

    private static final String BUILD = "build";
    private static final String BUILT_BELOW = "/source/";

    private final Path root;
    private final boolean training;
    private final Map<String, Path> stages = new HashMap<>();

    /**
     * @param root an empty directory
     * @param training whether the runs that make start-up caches are taken, too
     */
    ImageReplay(Path root, boolean training) {
        this.root = root;
        this.training = training;
    }

    /** @return the folder in which the image's entry point runs */
    Path take(Dockerfile dockerfile) throws IOException, InterruptedException {
        Path working = root;
        for (Stage stage : dockerfile.stages()) {
            if (!stage.name().equals(BUILD)) {
                working = take(stage);
            }
        }
        return working;
    }

    private Path take(Stage stage) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(root.resolve(stage.name().isEmpty() ? "image" : stage.name()));
        stages.put(stage.name(), folder);
        Path working = folder;
        for (Step step : stage.steps()) {
            switch (step) {
                case Step.WorkDirectory directory -> working = Files.createDirectories(below(folder, directory.path()));
                case Step.Copy copy -> copy(copy, working);
                case Step.Run run -> {
                    if (training || !run.isTraining()) {
                        run(run.command(), working);
                    }
                }
                case Step.Description description -> {
                    // Changes no file.
                }
            }
        }
        return working;
    }

    private void copy(Step.Copy copy, Path working) throws IOException {
        // Relative, so that the folder can stand for the root directory.
        Path target = working.resolve(copy.target()).normalize();
        if (!target.startsWith(working)) {
            throw new IOException(copy.target() + " is not below the working directory");
        }
        for (String path : copy.sources()) {
            Path source = source(copy.from(), path);
            if (Files.isDirectory(source)) {
                copyTree(source, target);
            } else if (copy.target().endsWith("/") || copy.sources().size() > 1) {
                Files.copy(source, target.resolve(source.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Path source(String stage, String path) throws IOException {
        if (stage.isEmpty()) {
            return RuleFile.ROOT.resolve(path);
        }
        if (stage.equals(BUILD)) {
            return RuleFile.ROOT.resolve(path.substring(BUILT_BELOW.length()));
        }
        Path folder = stages.get(stage);
        if (folder == null) {
            throw new IOException("there is no stage " + stage);
        }
        return below(folder, path);
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> entries = Files.walk(source)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path to = target.resolve(source.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(entry, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static Path below(Path folder, String absolute) {
        return folder.resolve(absolute.substring(1));
    }

    private static void run(String command, Path working) throws IOException, InterruptedException {
        Process process = process(List.of("/bin/sh", "-c", command), working, Map.of())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + "\n" + output);
        }
    }

    /** A command in an image's folder, with the JDK of this process and no other settings than those given. */
    static ProcessBuilder process(List<String> command, Path working, Map<String, String> settings) {
        // Through env, which looks for the program on the path that is set here; Java looks on its own.
        List<String> line = new ArrayList<>(List.of("/usr/bin/env"));
        line.addAll(command);
        ProcessBuilder process = new ProcessBuilder(line).directory(working.toFile());
        Map<String, String> environment = process.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear();
        environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + path);
        environment.putAll(settings);
        return process;
    }
}
