package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.failure.Failure;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** What others want to know about a loop. Called on its thread. */
public interface LoopListener {

    /** A loop has made a consumer; an older one of the same client id is gone. */
    default void opened(Consumer<byte[], byte[]> consumer) {}

    /** A loop has made a producer; an older one of the same client id is gone. */
    default void opened(Producer<byte[], byte[]> producer) {}

    /** Both sides have committed. */
    void committed(PolledBatch batch, BatchResult result);

    /** A batch failed and will be tried again. */
    void failed(Failure failure);

    /** The loop cannot continue and the process should end; the line tells the operator why. */
    void ended(String line);
}
