package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.failure.Failure;
import java.time.Duration;
import java.util.List;

/** What others want to know about a loop and its batches. Called on its thread. */
public interface LoopListener {

    /** A batch has come this far; whatever is thrown here fails it. */
    default void reached(BatchStep step) {}

    /** Both sides have committed. */
    default void committed(PolledBatch batch, BatchResult result) {}

    /**
     * A batch failed, which leaves its outcome unknown: it is read again from where both sides stand.
     *
     * @param took since it began
     */
    default void failed(PolledBatch batch, Failure failure, Duration took) {}

    /** A batch, or what comes before one, failed and will be tried again after a wait. */
    default void failed(Failure failure) {}

    /** The loop cannot continue and the process should end; the line tells the operator why. */
    default void ended(String line) {}

    /** All of them, one after the other. */
    static LoopListener all(LoopListener... listeners) {
        return new LoopListeners(List.of(listeners));
    }
}
