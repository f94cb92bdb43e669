package dev.rollcall.gateway.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread brings about. The condition must itself take time, as a request does. */
public final class Eventually {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Eventually() {}

    public static void isTrue(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
            }
        }
    }
}
