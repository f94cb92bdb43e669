package dev.rollcall.simulator.delivery;

/**
 * When the next first attempt may set out. Each has its own time since the start, so a late one does not delay those
 * after it: the rate does not drift.
 */
final class Pace {

    private final double nanosEach;
    private final long start;
    private long taken;

    /** @param perSecond 0 for no limit */
    Pace(double perSecond, long startNanos) {
        nanosEach = perSecond == 0 ? 0 : 1e9 / perSecond;
        start = startNanos;
    }

    /** Not more than 0 when it may set out now. */
    long nanosUntilNext(long nowNanos) {
        return start + (long) (taken * nanosEach) - nowNanos;
    }

    void take() {
        taken++;
    }
}
