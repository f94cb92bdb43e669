package dev.rollcall.worker.copy.consume;

import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.failure.Failure;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Decides what follows a failed batch. Pure: the loop does it.
 *
 * <pre>
 *               more than one record             one record alone
 *   data        half of it, at once              control write decides: dead letter, or wait
 *   transient   wait; after the third time half  wait; after the third time the control write decides
 *   unknown     wait shortly, half of it         control write decides: its partition waits, or all
 * </pre>
 *
 * A control write that succeeds says that the database is fine and the record is not. Success doubles the size again.
 *
 * <p>The first batch of a process is small, and grows in the same way: should a batch be what ended the one before, each
 * life gets further than the last.
 */
final class Recovery {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT_WHILE_HALVING = Duration.ofMillis(500);
    private static final int TRANSIENT_BEFORE_HALVING = 3;

    private static final BatchLimit FIRST_BATCH = new BatchLimit(8, 1024 * 1024);

    private final BatchLimit largestBatch;
    private final DoubleSupplier randomness;
    private BatchLimit limit;
    private int failures;

    /** @param randomness from 0 to 1 */
    Recovery(BatchLimit largestBatch, DoubleSupplier randomness) {
        this.largestBatch = largestBatch;
        this.randomness = randomness;
        limit = FIRST_BATCH.within(largestBatch);
    }

    /** What to do before the next batch. */
    sealed interface Decision {

        /** Read again after a wait, at most {@link Recovery#limit()}. */
        record Again(Duration pause) implements Decision {}

        /** One record failed alone: a control write tells whose fault it is. */
        record Judge(Duration waitIfOutage) implements Decision {}
    }

    /** The most that the next batch may have. */
    BatchLimit limit() {
        return limit;
    }

    Decision failed(Failure failure, int batchSize) {
        failures++;
        Duration wait = waitAfter(failures);
        boolean mayHalve = failure.kind() != FailureKind.TRANSIENT || failures > TRANSIENT_BEFORE_HALVING;
        if (!mayHalve) {
            return new Decision.Again(wait);
        }
        if (batchSize <= 1) {
            limit = limit.withRecords(1);
            return new Decision.Judge(wait);
        }
        limit = limit.withRecords(batchSize / 2);
        return switch (failure.kind()) {
            case DATA -> new Decision.Again(Duration.ZERO);
            case TRANSIENT -> new Decision.Again(wait);
            case UNKNOWN ->
                new Decision.Again(wait.compareTo(LONGEST_WAIT_WHILE_HALVING) > 0 ? LONGEST_WAIT_WHILE_HALVING : wait);
        };
    }

    /** A batch succeeded, or the record that stood in the way has been removed from it. */
    void succeeded() {
        failures = 0;
        limit = limit.doubled(largestBatch);
    }

    /** Exponential, with jitter of a half, so that several workers do not come back together. */
    Duration waitAfter(int attempts) {
        long exponential = FIRST_WAIT.toMillis() << Math.min(attempts - 1, 20);
        long capped = Math.min(exponential, LONGEST_WAIT.toMillis());
        return Duration.ofMillis(capped / 2 + (long) (capped / 2.0 * randomness.getAsDouble()));
    }
}
