package dev.rollcall.model.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Prometheus page says (text format 0.0.4: {@code name{label="value",…} number}). */
public final class MetricsPage {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+-?\\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, List<Sample>> samples = new HashMap<>();

    private MetricsPage() {}

    /** Lines that are not samples are passed over. */
    public static MetricsPage parse(String text) {
        MetricsPage page = new MetricsPage();
        text.lines()
                .forEach(line -> sample(line)
                        .ifPresent(sample -> page.samples
                                .computeIfAbsent(sample.name(), name -> new ArrayList<>())
                                .add(sample)));
        return page;
    }

    public List<Sample> all(String name) {
        return samples.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return samples.containsKey(name);
    }

    public double sum(String name, Predicate<Sample> which) {
        return all(name).stream().filter(which).mapToDouble(Sample::value).sum();
    }

    public double sum(String name) {
        return sum(name, sample -> true);
    }

    /** Of those that have these labels, whatever else they have. */
    public double sum(String name, Map<String, String> labels) {
        return sum(name, sample -> sample.labels().entrySet().containsAll(labels.entrySet()));
    }

    public OptionalDouble greatest(String name) {
        return all(name).stream()
                .mapToDouble(Sample::value)
                .filter(value -> !Double.isNaN(value))
                .max();
    }

    private static Optional<Sample> sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (line.startsWith("#") || !matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>();
        if (matcher.group(2) != null) {
            Matcher label = LABEL.matcher(matcher.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return number(matcher.group(3)).map(value -> new Sample(matcher.group(1), labels, value));
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(
                    switch (text) {
                        case "+Inf" -> Double.POSITIVE_INFINITY;
                        case "-Inf" -> Double.NEGATIVE_INFINITY;
                        default -> Double.parseDouble(text);
                    });
        } catch (NumberFormatException notASample) {
            return Optional.empty();
        }
    }

    public record Sample(String name, Map<String, String> labels, double value) {

        public String label(String label) {
            return labels.getOrDefault(label, "");
        }
    }
}
