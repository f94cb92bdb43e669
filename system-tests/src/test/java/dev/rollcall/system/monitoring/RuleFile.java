package dev.rollcall.system.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The alert rules, and their tests, as they are written. */
public final class RuleFile {

    /** Of the repository. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    public static final Path RULES = ROOT.resolve("deploy/prometheus/rules/rollcall.yml");

    private RuleFile() {}

    /**
     * One rule.
     *
     * @param name of the alert, or of the recorded metric
     * @param texts labels and annotations by name; empty for a recorded metric
     */
    public record Rule(boolean isAlert, String name, String expression, Map<String, String> texts) {}

    /** @param fires whether the case expects the alert */
    record AlertCase(String alert, boolean fires) {}

    public static List<Rule> rules() throws IOException {
        return list(read(RULES), "groups")
                .flatMap(group -> list(group, "rules"))
                .map(RuleFile::rule)
                .toList();
    }

    static List<AlertCase> cases(List<Path> files) throws IOException {
        Stream<AlertCase> cases = Stream.of();
        for (Path file : files) {
            cases = Stream.concat(
                    cases,
                    list(read(file), "tests")
                            .flatMap(test -> list(test, "alert_rule_test"))
                            .map(expectation -> new AlertCase(
                                    text(expectation, "alertname"),
                                    list(expectation, "exp_alerts").findAny().isPresent())));
        }
        return cases.toList();
    }

    private static Rule rule(Map<?, ?> rule) {
        boolean isAlert = rule.containsKey("alert");
        Map<String, String> texts = new java.util.HashMap<>();
        for (String part : List.of("labels", "annotations")) {
            if (rule.get(part) instanceof Map<?, ?> values) {
                values.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
            }
        }
        return new Rule(isAlert, text(rule, isAlert ? "alert" : "record"), text(rule, "expr"), texts);
    }

    private static Map<?, ?> read(Path file) throws IOException {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return document instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Stream<Map<?, ?>> list(Map<?, ?> parent, String name) {
        return parent.get(name) instanceof List<?> list
                ? list.stream().map(element -> element instanceof Map<?, ?> map ? map : Map.of())
                : Stream.of();
    }

    private static String text(Map<?, ?> map, String name) {
        return String.valueOf(map.get(name));
    }
}
