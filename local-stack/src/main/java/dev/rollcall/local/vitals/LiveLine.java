package dev.rollcall.local.vitals;

import dev.rollcall.local.process.HttpHealth;
import dev.rollcall.model.metrics.MetricsPage;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks both applications for their metrics and puts the difference to the last time on one line of ASCII. */
public final class LiveLine {

    private static final double MILLISECONDS = 1_000;

    private final URI gatewayMetrics;
    private final URI workerMetrics;
    private @Nullable Vitals last;
    private long lastNanos;

    public LiveLine(URI gatewayMetrics, URI workerMetrics) {
        this.gatewayMetrics = gatewayMetrics;
        this.workerMetrics = workerMetrics;
    }

    /** The line now; what does not answer is named instead. */
    public String next() throws InterruptedException {
        Optional<String> gateway = HttpHealth.body(gatewayMetrics);
        Optional<String> worker = HttpHealth.body(workerMetrics);
        if (gateway.isEmpty() || worker.isEmpty()) {
            return gateway.isPresent()
                    ? "the worker does not answer"
                    : worker.isPresent() ? "the gateway does not answer" : "gateway and worker do not answer";
        }
        Vitals vitals = Vitals.of(MetricsPage.parse(gateway.get()), MetricsPage.parse(worker.get()));
        long now = System.nanoTime();
        String line = describe(vitals, last, Duration.ofNanos(now - lastNanos));
        last = vitals;
        lastNanos = now;
        return line;
    }

    /** Rates are left out the first time, and after a restart that set the counters back. */
    static String describe(Vitals now, @Nullable Vitals before, Duration between) {
        StringBuilder line = new StringBuilder();
        line.append("received ").append(number(now.received()));
        if (before != null) {
            line.append(rate(now.received() - before.received(), between));
        }
        line.append("  applied ").append(number(now.applied()));
        if (before != null) {
            line.append(rate(now.applied() - before.applied(), between));
        }
        Optional<Double> freshness =
                before == null ? Optional.empty() : now.freshness().since(before.freshness());
        line.append("  freshness ").append(freshness.map(LiveLine::seconds).orElse("-"));
        line.append("  lag ").append(seconds(now.lagSeconds()));
        // Last, since a narrow terminal cuts the end off.
        countUnlessZero(line, "older or repeated", now.passedOver());
        countUnlessZero(line, "dead letters", now.deadLettered());
        countUnlessZero(line, "refused", now.refused());
        return line.toString();
    }

    private static void countUnlessZero(StringBuilder line, String what, long count) {
        if (count > 0) {
            line.append("  ").append(what).append(' ').append(number(count));
        }
    }

    private static String rate(long difference, Duration between) {
        double seconds = Math.max(between.toNanos() / 1e9, 0.001);
        return difference < 0 ? "" : String.format(Locale.ROOT, " (%.0f/s)", difference / seconds);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String seconds(double seconds) {
        return seconds > 0 && seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * MILLISECONDS)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
