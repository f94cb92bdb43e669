package dev.rollcall.worker.consume;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How the loops measure and spread their waits.
 *
 * @param nanoTime as {@link System#nanoTime}
 * @param jitter from 0 to 1
 */
public record LoopClock(LongSupplier nanoTime, DoubleSupplier jitter) {

    public static LoopClock system() {
        return new LoopClock(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    }
}
