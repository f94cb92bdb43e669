package dev.rollcall.proving.proxy;

import java.time.Duration;

/**
 * How a link is treated, both ways unless said otherwise. It can be changed at any time; what is under way follows.
 *
 * @param latency added to each way
 * @param bytesPerSecond each way and connection; 0 for no limit
 * @param slice the most bytes in one write; 0 for as many as there are
 * @param silence bytes are taken and go nowhere: no error, no answer
 * @param answersLost requests are delivered; what the server says goes nowhere
 */
public record Toxics(Duration latency, int bytesPerSecond, int slice, boolean silence, boolean answersLost) {

    /** A good link. */
    public static final Toxics NONE = new Toxics(Duration.ZERO, 0, 0, false, false);

    public static final Toxics SILENCE = new Toxics(Duration.ZERO, 0, 0, true, false);

    public static final Toxics ANSWERS_LOST = new Toxics(Duration.ZERO, 0, 0, false, true);

    public Toxics {
        if (latency.isNegative() || bytesPerSecond < 0 || slice < 0) {
            throw new IllegalArgumentException("latency, bandwidth and slice cannot be negative");
        }
    }

    public static Toxics slow(Duration latency) {
        return NONE.withLatency(latency);
    }

    public Toxics withLatency(Duration chosen) {
        return new Toxics(chosen, bytesPerSecond, slice, silence, answersLost);
    }

    public Toxics withBytesPerSecond(int chosen) {
        return new Toxics(latency, chosen, slice, silence, answersLost);
    }

    public Toxics withSlice(int chosen) {
        return new Toxics(latency, bytesPerSecond, chosen, silence, answersLost);
    }
}
