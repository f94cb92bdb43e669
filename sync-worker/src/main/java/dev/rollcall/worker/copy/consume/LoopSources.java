package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.store.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the loops ask the database and the cluster, beside the batches themselves. */
public final class LoopSources {

    private static final Logger LOG = LoggerFactory.getLogger(LoopSources.class);

    private static final long KNOWN_FOR_NANOS = 500_000_000L;
    private static final long KNOWN_WHEN_IDLE_NANOS = 2_000_000_000L;

    private record KnownTopic(Uuid id, long askedAtNanos) {}

    private volatile @Nullable KnownTopic known;
    private final Store store;
    private final Supplier<Uuid> topicId;
    private final LoopClock clock;
    private final StartingPositions positions;
    private final FailureLog log;

    /** @param topicId asks Kafka for the id of the events topic now: a topic made again has another */
    public LoopSources(Store store, Supplier<Uuid> topicId, LoopClock clock) {
        this.store = store;
        this.topicId = topicId;
        this.clock = clock;
        log = new FailureLog(clock.nanoTime());
        positions = new StartingPositions(store, log);
    }

    long nanoTime() {
        return clock.nanoTime().getAsLong();
    }

    InstantSource time() {
        return clock.time();
    }

    double jitter() {
        return clock.jitter().getAsDouble();
    }

    void sleep(Duration time) {
        clock.sleep().accept(time);
    }

    /** The log of failures, for all loops together. */
    FailureLog log() {
        return log;
    }

    /** Asked of Kafka now. */
    Uuid freshTopicId() {
        Uuid id = topicId.get();
        known = new KnownTopic(id, nanoTime());
        return id;
    }

    /**
     * At most half a second old: asking for every batch would cost each the time of a request. Records of a topic that
     * was made again within that time are applied under the old id, and once more when the new one is seen: it has no
     * progress, so it is read from its start.
     */
    Uuid topicId() {
        KnownTopic last = known;
        return last != null && nanoTime() - last.askedAtNanos() < KNOWN_FOR_NANOS ? last.id() : freshTopicId();
    }

    /**
     * Whether the topic was made again since. Its records alone do not tell: a position of the old topic can lie inside
     * the new one, or at its end. Asked now and then while the topic is quiet; no answer from Kafka counts as no.
     */
    boolean wasMadeAgain(Uuid since) {
        KnownTopic last = known;
        if (last == null || nanoTime() - last.askedAtNanos() < KNOWN_WHEN_IDLE_NANOS) {
            return last != null && !last.id().equals(since);
        }
        try {
            return !freshTopicId().equals(since);
        } catch (RuntimeException unanswered) {
            LOG.debug("Kafka does not say which topic this is", unanswered);
            known = new KnownTopic(last.id(), nanoTime());
            return false;
        }
    }

    /** The offset after what the database holds of each partition; null when it does not answer. */
    @Nullable Map<Integer, Long> held(Uuid topic) {
        try {
            Map<Integer, Long> held = new HashMap<>();
            store.positions(topic).forEach((partition, position) -> held.put(partition, position.next()));
            return held;
        } catch (SQLException | RuntimeException unanswered) {
            LOG.debug("The database does not say what it holds", unanswered);
            return null;
        }
    }

    StartingPositions positions() {
        return positions;
    }

    /** Tells an outage from a bad record. */
    boolean controlWriteSucceeds() {
        return store.controlWriteSucceeds();
    }
}
