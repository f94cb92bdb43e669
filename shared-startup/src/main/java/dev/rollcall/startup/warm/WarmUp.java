package dev.rollcall.startup.warm;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is hot with made-up work, on a thread of its own, while the application starts: the JVM loads, links and
 * compiles it then, and not while the first senders wait. It is a favour and no condition: nobody waits for it longer than
 * its time, and a failure only ends it sooner.
 */
public final class WarmUp {

    /** How long a start waits for one at most. */
    public static final Duration LONGEST = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final long untilNanos;

    /** Work that leaves nothing behind: no row, no record, no metric, no line in the log. */
    @FunctionalInterface
    public interface Work {

        /**
         * Returns when it has done enough, or soon after no time is left.
         *
         * @param timeIsLeft asked between two rounds
         */
        void run(BooleanSupplier timeIsLeft) throws Exception;
    }

    private WarmUp(Duration longest) {
        untilNanos = System.nanoTime() + longest.toNanos();
    }

    /**
     * Begins.
     *
     * @param name of the thread
     * @param longest after which nobody waits for it
     */
    public static WarmUp begin(String name, Duration longest, Work work) {
        WarmUp begun = new WarmUp(longest);
        Thread.ofPlatform().daemon().name("warm-up-" + name).start(() -> begun.run(work));
        return begun;
    }

    private void run(Work work) {
        try {
            work.run(() -> left() > 0);
        } catch (Throwable failed) {
            // What is wrong with the real work shows with the real work.
            LOG.debug("The warm-up has ended early", failed);
        } finally {
            ended.countDown();
        }
    }

    private long left() {
        return untilNanos - System.nanoTime();
    }

    /** Whether nobody has to wait for it any more. */
    public boolean isOver() {
        return ended.getCount() == 0 || left() <= 0;
    }

    /** Returns when it is over; sooner when the thread is interrupted. */
    public void await() {
        try {
            if (!ended.await(left(), TimeUnit.NANOSECONDS)) {
                LOG.debug("The warm-up takes too long and is not waited for");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
