package dev.rollcall.system.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A Dockerfile as its stages and steps. Knows the instructions that ours use, in the forms that they use, and refuses any other. */
record Dockerfile(Path file, List<Stage> stages) {

    private static final Pattern FROM = Pattern.compile("(\\S+)(?: AS (\\S+))?");
    private static final Pattern COPY_FROM = Pattern.compile("--from=(\\S+) (.*)");
    private static final Pattern MOUNTS = Pattern.compile("^(--mount=\\S+\\s+)+");

    /** @param name '' when it has none */
    record Stage(String image, String name, List<Step> steps) {

        <S extends Step> List<S> all(Class<S> type) {
            return steps.stream().filter(type::isInstance).map(type::cast).toList();
        }

        <S extends Step> S only(Class<S> type) {
            List<S> found = all(type);
            if (found.size() != 1) {
                throw new IllegalStateException(found.size() + " × " + type.getSimpleName());
            }
            return found.getFirst();
        }
    }

    /** One instruction. */
    sealed interface Step {
        record WorkDirectory(String path) implements Step {}

        /** @param from a stage; '' for the build's context */
        record Copy(String from, List<String> sources, String target) implements Step {}

        record Run(String command) implements Step {

            /** Whether it makes a start-up cache: that takes time. */
            boolean isTraining() {
                return command.contains("-XX:AOTCacheOutput=");
            }
        }

        /** Of how the image is run; changes no file. */
        sealed interface Description extends Step {}

        record User(String id) implements Description {}

        record Expose(List<Integer> ports) implements Description {}

        record HealthCheck(List<String> command) implements Description {}

        record EntryPoint(List<String> command) implements Description {}

        record Arguments(List<String> arguments) implements Description {}
    }

    static Dockerfile read(Path file) throws IOException {
        List<Stage> stages = new ArrayList<>();
        String text = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .reduce("", (before, line) -> before + line + "\n")
                .replaceAll("\\\\\n\\s*", "");
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("FROM")) {
                Matcher from = matched(FROM, words[1]);
                stages.add(new Stage(from.group(1), from.group(2) == null ? "" : from.group(2), new ArrayList<>()));
            } else {
                stages.getLast().steps().add(step(words[0], words[1]));
            }
        }
        return new Dockerfile(file, stages);
    }

    /** What becomes the image. */
    Stage image() {
        return stages.getLast();
    }

    private static Step step(String instruction, String rest) {
        return switch (instruction) {
            case "WORKDIR" -> new Step.WorkDirectory(rest);
            case "COPY" -> copy(rest);
            case "RUN" -> new Step.Run(MOUNTS.matcher(rest).replaceFirst(""));
            case "USER" -> new Step.User(rest);
            case "EXPOSE" ->
                new Step.Expose(Stream.of(rest.split(" ")).map(Integer::valueOf).toList());
            case "HEALTHCHECK" -> new Step.HealthCheck(words(rest.substring(rest.indexOf("CMD ") + 4)));
            case "ENTRYPOINT" -> new Step.EntryPoint(words(rest));
            case "CMD" -> new Step.Arguments(words(rest));
            default -> throw new IllegalArgumentException(instruction + " is not known here");
        };
    }

    private static Step.Copy copy(String rest) {
        Matcher from = COPY_FROM.matcher(rest);
        boolean ofStage = from.matches();
        List<String> paths = Arrays.asList((ofStage ? from.group(2) : rest).split(" "));
        return new Step.Copy(ofStage ? from.group(1) : "", paths.subList(0, paths.size() - 1), paths.getLast());
    }

    /** The form without a shell. */
    private static List<String> words(String json) {
        return List.of(JsonMapper.shared().readValue(json, String[].class));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return matcher;
    }
}
