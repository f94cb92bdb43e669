package dev.rollcall.worker.operate.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A page of metrics in Prometheus' text format, as far as the console reads it. */
record MetricsText(List<Sample> samples) {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsText.class);

    private static final Pattern LINE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})?\\s+([^\\s]+)(?:\\s+[0-9]+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Sample(String name, Map<String, String> labels, double value) {}

    static MetricsText parse(String page) {
        List<Sample> samples = new ArrayList<>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                Map<String, String> labels = new HashMap<>();
                String list = parts.group(2);
                if (list != null) {
                    Matcher label = LABEL.matcher(list);
                    while (label.find()) {
                        labels.put(label.group(1), label.group(2));
                    }
                }
                number(parts.group(3), value -> samples.add(new Sample(parts.group(1), labels, value)));
            }
        });
        return new MetricsText(samples);
    }

    private static void number(String text, DoubleConsumer use) {
        try {
            use.accept(
                    switch (text) {
                        case "+Inf" -> Double.POSITIVE_INFINITY;
                        case "-Inf" -> Double.NEGATIVE_INFINITY;
                        default -> Double.parseDouble(text);
                    });
        } catch (NumberFormatException none) {
            LOG.debug("A line is no sample; the others still count");
        }
    }

    boolean has(String name) {
        return samples.stream().anyMatch(sample -> sample.name().equals(name));
    }

    /** Of all samples of this name. */
    double sum(String name) {
        return sum(name, Map.of());
    }

    /** Of those that have these labels, whatever else they have. */
    double sum(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }
}
