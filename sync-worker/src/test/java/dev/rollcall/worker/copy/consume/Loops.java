package dev.rollcall.worker.copy.consume;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Loops as others see them. */
public final class Loops {

    private Loops() {}

    private static LoopState begun(AtomicLong nanos) {
        return new LoopState(nanos::get, () -> Instant.ofEpochMilli(1_700_000_000_000L));
    }

    /** One that has partitions and nothing to wait for. */
    public static LoopState reading() {
        LoopState state = begun(new AtomicLong());
        state.polled(1, false, 0, 0);
        return state;
    }

    /** One that was never given a partition. */
    public static LoopState joining() {
        return begun(new AtomicLong());
    }

    /** One that waits after a failure. */
    public static LoopState waiting() {
        LoopState state = begun(new AtomicLong());
        state.polled(1, true, 0, 0);
        return state;
    }

    /** One that has not come back from a call. */
    public static LoopState stuck() {
        AtomicLong nanos = new AtomicLong();
        LoopState state = begun(nanos);
        state.polled(1, false, 0, 0);
        nanos.set(TimeUnit.HOURS.toNanos(1));
        return state;
    }

    /** One that has ended. */
    public static LoopState over() {
        LoopState state = reading();
        state.ended();
        return state;
    }
}
