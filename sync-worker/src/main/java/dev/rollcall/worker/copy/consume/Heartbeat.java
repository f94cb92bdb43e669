package dev.rollcall.worker.copy.consume;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * When Kafka last heard from the consumer: an empty poll does not distinguish a quiet topic from an outage, or from a
 * client whose heartbeat thread has ended. That thread starts again only when the member rejoins, and nothing else
 * makes it rejoin: so a consumer that is silent for longer than its session is useless.
 */
final class Heartbeat {

    /** A heartbeat that is due is sent one interval later at the latest. */
    private static final double LONGEST_SECONDS =
            (ConsumerSettings.SESSION_TIMEOUT_MILLIS + ConsumerSettings.HEARTBEAT_INTERVAL_MILLIS) / 1e3;

    /** A transient failure: an outage, or a client that is half dead. */
    static final class LostException extends RetriableException {

        LostException() {
            super("no heartbeat for longer than the session");
        }
    }

    private @Nullable Metric age;
    private boolean given;
    private long givenAtNanos;

    /**
     * Seconds since the last heartbeat; of a member that has sent none yet, since it was given partitions. Not a number
     * for a consumer that is not a member yet, 0 while the client does not say.
     */
    double secondsAgo(Consumer<?, ?> consumer, long nowNanos) {
        if (age == null) {
            age = consumer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                    .findFirst()
                    .orElse(null);
        }
        if (age == null || !(age.metricValue() instanceof Double seconds)) {
            return 0;
        }
        return seconds >= 0 ? seconds : sinceGiven(consumer, nowNanos);
    }

    private double sinceGiven(Consumer<?, ?> consumer, long nowNanos) {
        boolean member = !consumer.assignment().isEmpty();
        if (member && !given) {
            givenAtNanos = nowNanos;
        }
        given = member;
        return member ? (nowNanos - givenAtNanos) / 1e9 : Double.NaN;
    }

    /** Whether the last one is older than the session: Kafka has given the partitions away, or will never hear of it. */
    static boolean isLost(double secondsAgo) {
        return secondsAgo > LONGEST_SECONDS;
    }

    /** There is a new consumer. */
    void forget() {
        age = null;
        given = false;
    }
}
