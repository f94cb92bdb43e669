package dev.rollcall.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread brings about. The condition must itself take time, as a request does. */
final class Eventually {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Eventually() {}

    static void isTrue(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
            }
        }
    }
}
