package dev.rollcall.simulator.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds a change topic as a subscriber does: the last value of a key counts, null removes it. Notices on the way what
 * promise P4 excludes: a version announced twice or backwards, and anything announced after the end.
 */
final class FeedFold {

    private final Map<String, Last> keys = new HashMap<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<Difference> violations = new ArrayList<>();
    private long records;

    void accept(FeedRecord announcement) {
        records++;
        String key = announcement.key();
        Last last = keys.get(key);
        Long revision = announcement.revision();
        if (revision == null) {
            report(announcement, "ce_revision", "a number", null);
        } else if (last != null && last.revision() >= revision) {
            report(announcement, "ce_revision", "more than " + last.revision(), revision.toString());
        }
        String eventId = announcement.eventId();
        if (eventId == null || !eventIds.add(eventId)) {
            report(announcement, "ce_id", "one not announced before", eventId);
        }
        if (last != null && last.value() == null) {
            report(announcement, RowComparison.ROW, "nothing after its end", "revision " + revision);
        }
        long reached = Math.max(revision == null ? 0 : revision, last == null ? 0 : last.revision());
        keys.put(key, new Last(announcement.value(), reached));
    }

    /** The row as JSON; null when it was never announced or has ended. */
    @Nullable String live(String key) {
        Last last = keys.get(key);
        return last == null ? null : last.value();
    }

    /** Whether the key was announced at all. */
    boolean knows(String key) {
        return keys.containsKey(key);
    }

    long records() {
        return records;
    }

    List<Difference> violations() {
        return Collections.unmodifiableList(violations);
    }

    private void report(FeedRecord announcement, String what, String expected, @Nullable String actual) {
        violations.add(new Difference(announcement.topic(), announcement.key(), what, expected, actual));
    }

    /** @param value null when the row has ended */
    private record Last(@Nullable String value, long revision) {}
}
