package dev.rollcall.local.vitals;

import dev.rollcall.local.process.HttpHealth;
import dev.rollcall.model.metrics.MetricsPage;
import dev.rollcall.model.metrics.RefusedRequests;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks both applications for their metrics and puts the difference to the last time on one line of ASCII. Until the first
 * webhook has been applied, it says that it waits for it, or what became of it instead.
 */
public final class LiveLine {

    private static final double MILLISECONDS = 1_000;

    /** The usual reason is a button of Clerk's dashboard that promises more than it does. */
    private static final String FIRST_DIED =
            "The first webhook arrived, but it became a dead letter. An example of Clerk's"
                    + " dashboard belongs to no instance: cause a real event, such as a new user. The console shows why it died.";

    /** How the line is meant. */
    public enum Look {
        WAITING,
        GOOD,
        TROUBLE
    }

    /**
     * @param text the line
     * @param news something to say once, above it; null for nothing
     * @param newsIsGood whether it is what somebody waited for
     */
    public record Shown(String text, Look look, @Nullable String news, boolean newsIsGood) {

        /** The same with something in front that is wrong beside: a narrow terminal cuts the end off. */
        public Shown beside(String trouble) {
            return new Shown(trouble + "  " + text, Look.TROUBLE, news, newsIsGood);
        }
    }

    private final URI gatewayMetrics;
    private final URI workerMetrics;
    private final URI webhook;
    private final Refusals refusals = new Refusals();
    private final Set<String> explained = new HashSet<>();
    private boolean awaitsFirst;
    private @Nullable Vitals last;
    private long lastNanos;

    /**
     * @param webhook where Clerk delivers
     * @param awaitsFirst whether no webhook has ever come
     */
    public LiveLine(URI gatewayMetrics, URI workerMetrics, URI webhook, boolean awaitsFirst) {
        this.gatewayMetrics = gatewayMetrics;
        this.workerMetrics = workerMetrics;
        this.webhook = webhook;
        this.awaitsFirst = awaitsFirst;
    }

    /** The line now; what does not answer is named instead. */
    public Shown next() throws InterruptedException {
        Optional<String> gateway = HttpHealth.body(gatewayMetrics);
        Optional<String> worker = HttpHealth.body(workerMetrics);
        if (gateway.isEmpty() || worker.isEmpty()) {
            String silent = gateway.isPresent()
                    ? "the worker does not answer"
                    : worker.isPresent() ? "the gateway does not answer" : "gateway and worker do not answer";
            return new Shown(silent, Look.TROUBLE, null, false);
        }
        return next(MetricsPage.parse(gateway.get()), MetricsPage.parse(worker.get()), System.nanoTime());
    }

    Shown next(MetricsPage gateway, MetricsPage worker, long now) {
        Vitals vitals = Vitals.of(gateway, worker);
        String news = refusals.look(gateway, now)
                .filter(explained::add)
                .map(reason -> "Refused a request (%s): %s".formatted(reason, RefusedRequests.words(reason)))
                .orElse(null);
        boolean arrived = awaitsFirst && vitals.applied() + vitals.passedOver() > 0;
        if (arrived) {
            awaitsFirst = false;
            news = "The first webhook has arrived.";
        } else if (awaitsFirst && vitals.deadLettered() > 0 && explained.add(FIRST_DIED)) {
            news = FIRST_DIED;
        }
        String line = awaitsFirst
                ? waiting(vitals, lastRefused(vitals, now))
                : describe(vitals, last, Duration.ofNanos(now - lastNanos)) + lastRefused(vitals, now);
        last = vitals;
        lastNanos = now;
        return new Shown(line, awaitsFirst ? Look.WAITING : Look.GOOD, news, arrived);
    }

    /** Also a gateway that has begun anew has refused nothing. */
    private String lastRefused(Vitals vitals, long now) {
        return vitals.refused() > 0 ? refusals.last(now).map("  %s"::formatted).orElse("") : "";
    }

    private String waiting(Vitals now, String refused) {
        StringBuilder line = new StringBuilder();
        if (now.deadLettered() > 0) {
            line.append("arrived, but it became a dead letter (an example of the dashboard?)");
            countUnlessZero(line, "dead letters", now.deadLettered());
        } else if (now.stored() > 0 && last != null && last.stored() > 0) {
            // Seen twice, since a heartbeat is among the answers a moment before it is among the heartbeats.
            line.append("the first webhook has arrived, and is not applied yet");
        } else {
            line.append("waiting for the first webhook on port ").append(webhook.getPort());
        }
        countUnlessZero(line, "refused", now.refused());
        return line.append(refused).toString();
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
