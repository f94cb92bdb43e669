package dev.rollcall.worker.copy.consume;

import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * When Kafka last heard from the consumer: an empty poll does not distinguish a quiet topic from an outage, or from a
 * client whose heartbeat thread has ended. That thread starts again only when the member rejoins, and nothing else
 * makes it rejoin: so a consumer that is silent for longer than its session is useless. While it joins it has none, and
 * keeps its partitions; how long that takes is decided by the slowest member.
 */
final class Heartbeat implements Joining {

    /** A heartbeat that is due is sent one interval later at the latest. */
    private static final double LONGEST_SECONDS =
            (ConsumerSettings.SESSION_TIMEOUT_MILLIS + ConsumerSettings.HEARTBEAT_INTERVAL_MILLIS) / 1e3;

    /** Kafka waits no longer for members that do not come. */
    private static final double LONGEST_JOINING_SECONDS = ConsumerSettings.POLL_INTERVAL_MILLIS / 1e3 + LONGEST_SECONDS;

    /** A transient failure: an outage, or a client that is half dead. */
    static final class LostException extends RetriableException {

        LostException() {
            super("no heartbeat for longer than the session");
        }
    }

    private enum Membership {
        NONE,
        JOINING,
        JOINED
    }

    private final LongSupplier nanoTime;
    private @Nullable Metric age;
    private Membership membership = Membership.NONE;
    private long sinceNanos;

    /** @param nanoTime as {@link System#nanoTime} */
    Heartbeat(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void began() {
        if (membership != Membership.JOINING) {
            become(Membership.JOINING);
        }
    }

    @Override
    public void ended() {
        become(Membership.JOINED);
    }

    /** There is a new consumer. */
    void forget() {
        age = null;
        become(Membership.NONE);
    }

    /**
     * Seconds since a member sent its last heartbeat, or has joined since: what it sent before is no sign of its end. Not a
     * number for a consumer that is not a member yet or joins anew, 0 while the client does not say.
     */
    double secondsAgo(Consumer<?, ?> consumer) {
        if (membership != Membership.JOINED) {
            return Double.NaN;
        }
        if (age == null) {
            age = consumer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                    .findFirst()
                    .orElse(null);
        }
        if (age == null || !(age.metricValue() instanceof Double seconds)) {
            return 0;
        }
        return seconds < 0 ? seconds() : Math.min(seconds, seconds());
    }

    /** Whether Kafka has given the partitions away, or will never hear of the consumer again. */
    boolean isLost(Consumer<?, ?> consumer) {
        return switch (membership) {
            case NONE -> false;
            case JOINING -> seconds() > LONGEST_JOINING_SECONDS;
            case JOINED -> isLost(secondsAgo(consumer));
        };
    }

    /** Whether the last one of a member is older than its session. */
    static boolean isLost(double secondsAgo) {
        return secondsAgo > LONGEST_SECONDS;
    }

    private void become(Membership next) {
        membership = next;
        sinceNanos = nanoTime.getAsLong();
    }

    private double seconds() {
        return (nanoTime.getAsLong() - sinceNanos) / 1e9;
    }
}
