package dev.rollcall.worker.consume;

import dev.rollcall.worker.batch.BatchResult;
import dev.rollcall.worker.batch.PolledBatch;
import dev.rollcall.worker.failure.Failure;

/** What others want to know of a loop. Called on its thread. */
public interface LoopListener {

    /** Both sides have committed. */
    void committed(PolledBatch batch, BatchResult result);

    /** A batch failed and will be tried again. */
    void failed(Failure failure);

    /** The loop cannot go on and the process should end; the line says why, for the operator. */
    void ended(String line);
}
