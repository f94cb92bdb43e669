package dev.rollcall.model.failure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Says which of the failures of a process are worth a line of its log: each when it is new, then once a minute with how
 * often it came, and between any two lines a pause. So a failure that lasts fills no disk, whatever repeats it and
 * however many threads meet it. One object for all that may fail together; any thread may ask.
 */
public final class RepeatedFailures {

    /** Of two that share a process, such as its own lines and those of its Kafka clients, a line a second is left. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Duration SAID_AGAIN_AFTER = Duration.ofMinutes(1);

    /** What would be more, as when a text holds a number, is bounded by the pause alone. */
    private static final int REMEMBERED = 200;

    private static final class Known {
        private long since;
        private boolean said;
        private long saidAtNanos;
    }

    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean anySaid;
    private long anySaidAtNanos;

    /** @param nanoTime as {@link System#nanoTime} */
    public RepeatedFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A failure has happened, perhaps not for the first time.
     *
     * @param failure what makes it the same: the kind and what it was about, nothing that differs from time to time
     * @return how often it happened since its last line, this time included; empty when it is to be counted only
     */
    public synchronized OptionalLong happened(String failure) {
        long now = nanoTime.getAsLong();
        Known same = known.computeIfAbsent(failure, first -> new Known());
        same.since++;
        boolean pauses = anySaid && now - anySaidAtNanos < PAUSE.toNanos();
        if (pauses || wasSaidLately(same, now)) {
            return OptionalLong.empty();
        }
        anySaid = true;
        anySaidAtNanos = now;
        return OptionalLong.of(say(same, now));
    }

    /**
     * Something that is to be read even though a failure was just said: a fact about data, say. Its own repetitions are
     * as few as those of a failure.
     */
    public boolean isNews(String fact) {
        return news(fact, 1).isPresent();
    }

    /**
     * The same for a fact about several things at once.
     *
     * @param fact what makes it the same; of a handful, since each has a line a minute of its own
     * @return of how many it was true since its last line, these included; empty when it is to be counted only
     */
    public synchronized OptionalLong news(String fact, long count) {
        long now = nanoTime.getAsLong();
        Known same = known.computeIfAbsent(fact, first -> new Known());
        same.since += count;
        return wasSaidLately(same, now) ? OptionalLong.empty() : OptionalLong.of(say(same, now));
    }

    /** For the end of a line: nothing for the first time. */
    public static String counted(long times) {
        return times == 1 ? "" : " (" + times + " times since this was last said)";
    }

    private static boolean wasSaidLately(Known same, long now) {
        return same.said && now - same.saidAtNanos < SAID_AGAIN_AFTER.toNanos();
    }

    private static long say(Known same, long now) {
        long times = same.since;
        same.said = true;
        same.saidAtNanos = now;
        same.since = 0;
        return times;
    }
}
