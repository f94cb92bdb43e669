package dev.rollcall.worker.copy.consume;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How the loops measure, jitter and spend their waits.
 *
 * @param nanoTime as {@link System#nanoTime}
 * @param time of day, for what is written and shown
 * @param jitter from 0 to 1
 * @param sleep returns after that time
 */
public record LoopClock(LongSupplier nanoTime, InstantSource time, DoubleSupplier jitter, Consumer<Duration> sleep) {

    public static LoopClock of(InstantSource time) {
        return new LoopClock(
                System::nanoTime, time, () -> ThreadLocalRandom.current().nextDouble(), LoopClock::sleep);
    }

    /**
     * A loop is stopped by its own flag: an interrupt cuts this sleep short, and is not kept, or it would cut all later
     * ones.
     */
    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException cutShort) {
            return;
        }
    }
}
