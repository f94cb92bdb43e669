package dev.rollcall.simulator;

import java.time.Duration;

/** Hears how far a run is: about four times a second, once at the end, always on the thread that called it. */
@FunctionalInterface
public interface ProgressListener {

    ProgressListener NONE = progress -> {};

    void onProgress(Progress progress);

    /**
     * @param deliveries in the whole run as far as known: it grows as faults add deliveries
     * @param attempts requests answered or failed so far, repeated ones included
     * @param acknowledged deliveries answered with 2xx
     * @param waiting deliveries that failed and wait for their next attempt
     * @param elapsed since the start
     */
    record Progress(long deliveries, long attempts, long acknowledged, long waiting, Duration elapsed) {}
}
