package dev.rollcall.worker.operate.replay;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds what is published again to a rate, evenly and without bursts, so that live events do not wait behind it. */
public final class Pace {

    /** Of dead letters: few, and behind each is a defect that was mended by hand. */
    public static final int OF_DEAD_LETTERS = 200;

    /** Of the log: a day's worth in minutes, and a small part of what a worker applies. */
    public static final int OF_LOG = 1_000;

    /** Holds nothing back that matters. */
    public static final int HIGHEST = 100_000;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private long next;
    private boolean begun;

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    Pace(int perSecond, LongSupplier nanoTime, Pause pause) {
        if (perSecond < 1 || perSecond > HIGHEST) {
            throw new IllegalArgumentException(
                    "the rate is " + perSecond + "; write a number of records a second from 1 to " + HIGHEST);
        }
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /** @throws IllegalArgumentException when the rate is not from 1 to 100,000 */
    public static Pace of(int perSecond) {
        return new Pace(perSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** How many records go in a second at most. */
    public int perSecond() {
        return perSecond;
    }

    /** Waits until the next record may go. */
    public void await() throws InterruptedException {
        await(1);
    }

    /** For records that go together: those after them wait for as long as all of them take. */
    public void await(int records) throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (!begun || next - now < 0) {
            // Time in which nothing was published is not made up for.
            next = now;
            begun = true;
        }
        if (next - now > 0) {
            pause.nanos(next - now);
        }
        next += SECOND / perSecond * records;
    }
}
