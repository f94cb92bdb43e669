package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.failure.Failure;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** What others want to know about a loop and its batches. Called on its thread. */
public interface LoopListener {

    /** A loop has made a consumer; an older one of the same client id is gone. */
    default void opened(Consumer<byte[], byte[]> consumer) {}

    /** A loop has made a producer; an older one of the same client id is gone. */
    default void opened(Producer<byte[], byte[]> producer) {}

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
