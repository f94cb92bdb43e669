package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What health and metrics read of a loop while it runs. Written by its thread. */
public final class LoopState {

    /** Longer than any call may take, and short enough that a probe every 5 s notices within 30 s. */
    private static final double STUCK_SECONDS = 25;

    /** Several times Kafka's heartbeat interval (3 s). */
    private static final double STALE_SECONDS = 10;

    /** A loop replaces its silent consumer between two batches: by then the longest batch has ended. */
    private static final double LONGEST_SILENCE_SECONDS = ConsumerSettings.POLL_INTERVAL_MILLIS / 1e3;

    private final LongSupplier nanoTime;
    private volatile long signAtNanos;
    private volatile int assignedPartitions;
    private volatile boolean joined;
    private volatile boolean waiting;
    private volatile int heldPartitions;
    private volatile boolean ended;

    /** When Kafka last heard it, if it is a member of the group. */
    private volatile long heardAtNanos;

    private volatile boolean member;

    /** Whether it cannot know what there is to read: it waits, is not a member, or Kafka has not answered lately. */
    private volatile boolean blind = true;

    private final InstantSource time;

    private volatile long sawMillis;

    /** Time of the oldest record known to be unprocessed, epoch milliseconds; 0 when there is none. */
    private volatile long oldestMillis;

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param time of day
     */
    public LoopState(LongSupplier nanoTime, InstantSource time) {
        this.time = time;
        sawMillis = time.millis();
        this.nanoTime = nanoTime;
        signAtNanos = nanoTime.getAsLong();
    }

    /** A sign of life: a call that may block has returned, or the next one begins. */
    void goesOn() {
        signAtNanos = nanoTime.getAsLong();
    }

    /**
     * @param heartbeatSeconds since Kafka last heard it; not a number for a consumer that is not a member of the group
     */
    void polled(int assigned, boolean waiting, int held, double heartbeatSeconds) {
        goesOn();
        heardAtNanos = signAtNanos - (long) (heartbeatSeconds * 1e9);
        member = !Double.isNaN(heartbeatSeconds);
        assignedPartitions = assigned;
        joined = joined || assigned > 0;
        // A consumer that comes back to Kafka waits until it is a member again.
        this.waiting = waiting || (this.waiting && !member);
        heldPartitions = held;
        blind = waiting || !member || heartbeatSeconds > STALE_SECONDS;
        if (!blind) {
            sawMillis = time.millis();
        }
    }

    /** It has no consumer: it waits to make a new one. */
    void rests() {
        goesOn();
        waiting = true;
        left();
    }

    /** Its consumer was closed: nothing is assigned to it, even if Kafka does not know that yet. */
    void left() {
        member = false;
        assignedPartitions = 0;
        heldPartitions = 0;
        blind = true;
    }

    void working(long recordMillis) {
        if (oldestMillis == 0) {
            oldestMillis = recordMillis;
        }
    }

    /** A partition that lags has records at least as new as the last one that was processed. */
    void caughtUpTo(Consumer<?, ?> consumer, PolledBatch batch) {
        long oldest = 0;
        for (TopicPartition partition : batch.slices().keySet()) {
            OptionalLong lag = consumer.currentLag(partition);
            if (lag.isPresent() && lag.getAsLong() > 0) {
                PolledBatch.Slice slice = batch.slices().get(partition);
                SourceRecord last = slice.records().getLast();
                oldest = oldest == 0
                        ? last.record().timestamp()
                        : Math.min(oldest, last.record().timestamp());
            }
        }
        oldestMillis = oldest;
    }

    void idle() {
        if (heldPartitions == 0 && !blind) {
            oldestMillis = 0;
        }
    }

    void ended() {
        ended = true;
    }

    /** Seconds since the last sign of life: grows when the loop is stuck in one call, not when it waits or works long. */
    public double secondsSinceSign() {
        return (nanoTime.getAsLong() - signAtNanos) / 1e9;
    }

    /** Whether only a restart can help; liveness reports it. */
    public boolean isStuck() {
        return secondsSinceSign() > STUCK_SECONDS || secondsSinceHeartbeat() > LONGEST_SILENCE_SECONDS;
    }

    /** 0 for a consumer that is not a member of the group. */
    private double secondsSinceHeartbeat() {
        return member ? (nanoTime.getAsLong() - heardAtNanos) / 1e9 : 0;
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Whether it was ever given partitions. */
    public boolean hasJoined() {
        return joined;
    }

    /** Those that it reads: of one that Kafka has not heard for longer than its session, others have them. */
    public int assignedPartitions() {
        return Heartbeat.isLost(secondsSinceHeartbeat()) ? 0 : assignedPartitions;
    }

    /** Whether Kafka has heard it, as its consumer says. */
    boolean isMember() {
        return member;
    }

    /** Whether it waits after a failure, or some of its partitions do. */
    public boolean isPaused() {
        return waiting || heldPartitions > 0;
    }

    /**
     * Age of the oldest record known to be unprocessed, in seconds; 0 when it has caught up. While it cannot know, the
     * time since it could: a gauge that stays at 0 in an outage would hide it. 0 too for a worker that was never given a
     * partition, since others have them all.
     */
    public double lagSeconds() {
        long oldest = oldestMillis;
        if (oldest == 0 && (!blind || !joined)) {
            return 0;
        }
        return Math.max(0, time.millis() - (oldest == 0 ? sawMillis : Math.min(oldest, sawMillis))) / 1e3;
    }

    /** Epoch milliseconds. */
    long nowMillis() {
        return time.millis();
    }
}
