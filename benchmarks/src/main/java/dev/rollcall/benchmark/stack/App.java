package dev.rollcall.benchmark.stack;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.HttpHealth;
import java.net.URI;
import java.util.Optional;

/**
 * A running gateway or worker.
 *
 * @param port of its service; the management port where it has no other
 * @param managementPort serves health and metrics
 */
public record App(ChildProcess process, int port, int managementPort) implements AutoCloseable {

    /** Of the worker: records whose batch is committed on both sides. */
    public static final String CONSUMED = "rollcall_consumed_records_total";

    private static final int TRIES = 20;

    /** The sum of a metric over all its labels that contain a text. */
    public double metric(String name, String labels) throws InterruptedException {
        return scrape().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** On a machine that is too busy an answer may take longer than the client waits for it. */
    private String scrape() throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<String> body = HttpHealth.body(url);
            if (body.isPresent()) {
                return body.get();
            }
            if (!process.isAlive()) {
                throw new IllegalStateException(process.name() + " has ended, see " + process.logFile());
            }
        }
        throw new IllegalStateException(process.name() + " gives no metrics");
    }

    /** Waits until a metric has reached a value, asking about ten times a second. */
    public void await(String name, double value) throws InterruptedException {
        while (metric(name, "") < value) {
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
