package dev.rollcall.simulator.verify;

import java.time.Duration;

/** Hears how a verification goes: after each comparison, on the thread that called it. */
@FunctionalInterface
public interface VerificationListener {

    VerificationListener NONE = (differences, elapsed) -> {};

    /**
     * @param differences how many there are still; the pipeline may not have drained yet
     * @param elapsed since the start
     */
    void onCompared(long differences, Duration elapsed);
}
