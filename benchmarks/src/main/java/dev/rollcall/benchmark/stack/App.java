package dev.rollcall.benchmark.stack;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.HttpHealth;
import java.net.URI;

/**
 * A running gateway or worker.
 *
 * @param port of its service; the management port where it has no other
 * @param managementPort serves health and metrics
 */
public record App(ChildProcess process, int port, int managementPort) implements AutoCloseable {

    /** The sum of a metric over all its labels that contain a text. */
    public double metric(String name, String labels) throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");
        return HttpHealth.body(url)
                .orElseThrow(() -> new IllegalStateException(process.name() + " gives no metrics"))
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until a metric has reached a value, asking about ten times a second. */
    public void await(String name, double value) throws InterruptedException {
        while (metric(name, "") < value) {
            if (!process.isAlive()) {
                throw new IllegalStateException(process.name() + " has ended, see " + process.logFile());
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
