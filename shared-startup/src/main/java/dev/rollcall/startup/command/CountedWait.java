package dev.rollcall.startup.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Something that goes on: once in each pause it is said what, and for how many seconds by now. */
public final class CountedWait implements AutoCloseable {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread counting;

    private CountedWait(String what, Duration pause, Consumer<String> shown) {
        counting = Thread.ofVirtual().start(() -> count(what, pause, shown));
    }

    /**
     * Begins to count; the first line comes after the first pause.
     *
     * @param shown gets lines such as {@code Kafka ... 12 s}, and none after {@link #close}
     */
    public static CountedWait begin(String what, Duration pause, Consumer<String> shown) {
        return new CountedWait(what, pause, shown);
    }

    private void count(String what, Duration pause, Consumer<String> shown) {
        long begin = System.nanoTime();
        try {
            while (!ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
                shown.accept("%s ... %d s".formatted(what, seconds));
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a line that is just being shown, so that none comes late, below what is said next. */
    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                counting.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
