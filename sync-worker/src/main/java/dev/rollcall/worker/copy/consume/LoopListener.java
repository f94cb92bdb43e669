package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.failure.Failure;

/** What others want to know about a loop. Called on its thread. */
public interface LoopListener {

    /** Both sides have committed. */
    void committed(PolledBatch batch, BatchResult result);

    /** A batch failed and will be tried again. */
    void failed(Failure failure);

    /** The loop cannot continue and the process should end; the line tells the operator why. */
    void ended(String line);
}
