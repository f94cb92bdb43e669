package dev.rollcall.gateway.verify;

import java.time.Clock;
import java.time.Duration;

/** How far the time of an attempt may be from ours, both ways, bounds included. Svix allows 5 minutes. */
public final class TimestampWindow {

    /** Where an attempt's time lies. */
    public enum Position {
        INSIDE,
        TOO_OLD,
        TOO_NEW
    }

    private final Clock clock;
    private final long toleranceSeconds;

    /**
     * @param tolerance whole seconds count
     * @throws IllegalArgumentException when it is negative
     */
    public TimestampWindow(Clock clock, Duration tolerance) {
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("the tolerance of a timestamp cannot be negative, but is " + tolerance);
        }
        this.clock = clock;
        this.toleranceSeconds = tolerance.toSeconds();
    }

    /** A time at or before the epoch is too old whatever the tolerance. */
    public Position locate(SignatureHeaders headers) {
        long attempted = Long.parseLong(headers.timestamp());
        long now = Math.floorDiv(clock.millis(), 1000L);
        if (attempted <= 0 || attempted < now - toleranceSeconds) {
            return Position.TOO_OLD;
        }
        return attempted > now + toleranceSeconds ? Position.TOO_NEW : Position.INSIDE;
    }
}
