package dev.rollcall.gateway.receive;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One deadline of one connection, moved several times per request. Moving it is one assignment: the scheduled task
 * looks at least once a second, and then again exactly when the deadline is due. A task per request would cost more
 * than the request.
 */
final class DeadlineTimer {

    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

    private final EventExecutor executor;
    private final Runnable onDeadline;
    private long deadline;
    private long nextLook;
    private @Nullable Future<?> look;

    /** Nothing is due before the first {@link #set}. All calls come from the executor. */
    DeadlineTimer(EventExecutor executor, Runnable onDeadline) {
        this.executor = executor;
        this.onDeadline = onDeadline;
    }

    /** Replaces the deadline by one that is so far from now. */
    void set(Duration fromNow) {
        long now = System.nanoTime();
        deadline = now + fromNow.toNanos();
        if (look == null || deadline - nextLook < 0) {
            stop();
            sleep(now);
        }
    }

    /** Nothing is due any more. */
    void stop() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
    }

    private void sleep(long now) {
        long pause = Math.min(deadline - now, LONGEST_SLEEP);
        nextLook = now + pause;
        look = executor.schedule(this::look, pause, TimeUnit.NANOSECONDS);
    }

    private void look() {
        look = null;
        long now = System.nanoTime();
        if (deadline - now <= 0) {
            onDeadline.run();
        } else {
            sleep(now);
        }
    }
}
