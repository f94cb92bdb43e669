package dev.rollcall.worker.copy.consume;

import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Starts one loop a thread with the application and stops them with it, after the batches in hand. */
public final class SyncLoops implements SmartLifecycle {

    /** For all loops together: longer than one call may take. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final List<PartitionLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    /**
     * @param group the consumer group
     * @param template the first loop's settings; the others differ by thread
     */
    public SyncLoops(
            String group,
            KafkaClients kafka,
            LoopSettings template,
            int threadCount,
            BatchProcessor processor,
            LoopSources sources,
            LoopListener listener) {
        for (int thread = 0; thread < threadCount; thread++) {
            LoopSettings settings = template.ofThread(thread);
            loops.add(new PartitionLoop(
                    settings,
                    ConsumerSettings.consumers(kafka, settings, group),
                    KafkaTransaction.of(
                            kafka,
                            group + "-" + settings.identity(),
                            settings.memory().producerBytes()),
                    processor,
                    sources,
                    listener));
        }
    }

    public List<LoopState> states() {
        return loops.stream().map(PartitionLoop::state).toList();
    }

    @Override
    public void start() {
        running = true;
        for (int index = 0; index < loops.size(); index++) {
            threads.add(Thread.ofPlatform().name("sync-" + index).start(loops.get(index)));
        }
    }

    @Override
    public void stop() {
        loops.forEach(PartitionLoop::stop);
        try {
            long giveUp = System.nanoTime() + STOP_TIMEOUT.toNanos();
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(giveUp - System.nanoTime()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
