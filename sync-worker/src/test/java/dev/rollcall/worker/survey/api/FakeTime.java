package dev.rollcall.worker.survey.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Time that passes only where somebody waits. */
final class FakeTime implements LongSupplier, RequestBudget.Sleeper {

    final List<Duration> waits = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    @Override
    public long getAsLong() {
        return nanos;
    }

    @Override
    public void sleep(Duration time) {
        waits.add(time);
        passes(time);
    }

    void passes(Duration time) {
        nanos += time.toNanos();
    }

    Duration since(long then) {
        return Duration.ofNanos(nanos - then);
    }
}
