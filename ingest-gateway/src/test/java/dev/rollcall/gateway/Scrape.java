package dev.rollcall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Prometheus would read.
 *
 * @param samples by name and labels, as they are written
 */
record Scrape(Map<String, Double> samples) {

    static Scrape parse(String text) {
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                int value = line.lastIndexOf(' ');
                samples.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
            }
        }
        return new Scrape(samples);
    }

    /** The sum of all samples of that name that have all those labels, each such as {@code outcome="rejected"}. */
    double sum(String name, String... labels) {
        double[] values = samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .filter(sample -> Arrays.stream(labels).allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        assertThat(values).as(name + " " + Arrays.toString(labels)).isNotEmpty();
        return Arrays.stream(values).sum();
    }

    double requests(String... labels) {
        return sum("rollcall_ingest_requests_total", labels);
    }

    /** Promise P9, for the part of the way that is the gateway's. */
    void assertBalanced() {
        assertThat(sum("rollcall_ingest_inflight_requests")).isZero();
        assertThat(sum("rollcall_ingest_inflight_bytes")).isZero();
        assertThat(sum("rollcall_ingest_unfinished_bytes")).isZero();
        assertThat(sum("rollcall_ingest_received_total"))
                .isEqualTo(requests("outcome=\"rejected\"")
                        + requests("outcome=\"excluded\"")
                        + requests("outcome=\"acknowledged\"")
                        + requests("outcome=\"unavailable\""));
    }
}
