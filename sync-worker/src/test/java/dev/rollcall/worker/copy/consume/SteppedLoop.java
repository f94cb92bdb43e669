package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.announce.KafkaTransaction;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;

/** The production loop, for a simulation that brings the clients and the threads. */
public final class SteppedLoop implements Runnable {

    private final PartitionLoop loop;

    public SteppedLoop(
            LoopSettings settings,
            Function<Joining, Consumer<byte[], byte[]>> consumers,
            KafkaTransaction kafka,
            BatchProcessor processor,
            LoopSources sources,
            LoopListener listener) {
        loop = new PartitionLoop(settings, consumers, kafka, processor, sources, listener);
    }

    @Override
    public void run() {
        loop.run();
    }
}
