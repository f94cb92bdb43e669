package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.failure.Failure;
import java.time.Duration;
import java.util.List;

/** Several listeners as one. */
record LoopListeners(List<LoopListener> all) implements LoopListener {

    @Override
    public void reached(BatchStep step) {
        all.forEach(listener -> listener.reached(step));
    }

    @Override
    public void committed(PolledBatch batch, BatchResult result) {
        all.forEach(listener -> listener.committed(batch, result));
    }

    @Override
    public void failed(PolledBatch batch, Failure failure, Duration took) {
        all.forEach(listener -> listener.failed(batch, failure, took));
    }

    @Override
    public void failed(Failure failure) {
        all.forEach(listener -> listener.failed(failure));
    }

    @Override
    public void ended(String line) {
        all.forEach(listener -> listener.ended(line));
    }
}
