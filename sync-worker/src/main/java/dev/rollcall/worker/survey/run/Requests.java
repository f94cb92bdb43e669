package dev.rollcall.worker.survey.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How many requests a survey has made, and how many of them Clerk refused for their number. */
public final class Requests {

    private static final String NAME = "rollcall.survey.requests";

    private final MeterRegistry registry;
    private long takenMade;
    private long takenThrottled;

    /** @param registry that the API's client counts in */
    public Requests(MeterRegistry registry) {
        this.registry = registry;
        takenMade = made();
        takenThrottled = throttled();
    }

    public long made() {
        return (long) registry.find(NAME).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public long throttled() {
        return (long) registry.find(NAME).tag("outcome", "too_many").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Since it was taken last. */
    long takeMade() {
        long now = made();
        long since = now - takenMade;
        takenMade = now;
        return since;
    }

    long takeThrottled() {
        long now = throttled();
        long since = now - takenThrottled;
        takenThrottled = now;
        return since;
    }
}
