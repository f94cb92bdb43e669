package dev.rollcall.worker.lookup;

import dev.rollcall.worker.deadletters.DeadLetter;
import dev.rollcall.worker.lookup.Timeline.Difference;
import dev.rollcall.worker.lookup.Timeline.Effect;
import dev.rollcall.worker.lookup.Timeline.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts events beside the changes that they caused. Takes all changes first, then all events, each oldest first. */
final class TimelineWeaver {

    private final boolean values;
    private final Map<String, DeadLetter> letters;
    private final Map<String, Announced> announced = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable JsonNode before;
    private boolean first = true;

    /** One record of {@code clerk.events}. */
    record Event(
            long receivedMillis, String type, @Nullable String messageId, String origin, int partition, long offset) {}

    /**
     * One record of a change topic.
     *
     * @param value null when the row ended
     */
    record Change(
            long atMillis,
            String type,
            @Nullable String messageId,
            long revision,
            @Nullable JsonNode value) {}

    private record Announced(Change change, List<Difference> differences) {}

    /**
     * What to put together.
     *
     * @param values whether to tell what fields were and became
     * @param letters by {@link #place}
     */
    TimelineWeaver(boolean values, Map<String, DeadLetter> letters) {
        this.values = values;
        this.letters = letters;
    }

    static String place(int partition, long offset) {
        return partition + "-" + offset;
    }

    void change(Change change) {
        JsonNode value = change.value();
        List<Difference> differences = first ? List.of() : differences(before, value);
        first = false;
        before = value;
        String message = change.messageId();
        announced.put(message == null ? "revision " + change.revision() : message, new Announced(change, differences));
    }

    /** @param waiting whether the worker has not read it yet */
    void event(Event event, boolean waiting) {
        String message = event.messageId();
        DeadLetter letter = letters.get(place(event.partition(), event.offset()));
        boolean repeated = message != null && seen.contains(message);
        Announced caused = message == null || repeated || letter != null ? null : announced.remove(message);
        if (message != null && letter == null) {
            seen.add(message);
        }
        Effect effect = letter != null
                ? Effect.DEAD
                : waiting
                        ? Effect.WAITING
                        : caused != null ? Effect.WROTE : repeated ? Effect.REPEATED : Effect.NOTHING_KNOWN;
        entries.add(new Entry(
                Instant.ofEpochMilli(event.receivedMillis()).toString(),
                event.type(),
                message,
                event.origin(),
                event.partition(),
                event.offset(),
                effect,
                caused == null ? null : caused.change().revision(),
                letter == null ? null : letter.id().toString(),
                caused == null ? List.of() : caused.differences()));
    }

    List<Entry> newestFirst() {
        for (Announced alone : announced.values()) {
            Change change = alone.change();
            entries.add(new Entry(
                    Instant.ofEpochMilli(change.atMillis()).toString(),
                    change.type(),
                    change.messageId(),
                    null,
                    null,
                    null,
                    Effect.WROTE_FROM_ELSEWHERE,
                    change.revision(),
                    null,
                    alone.differences()));
        }
        announced.clear();
        entries.sort(Comparator.comparing((Entry entry) -> Instant.parse(entry.at()))
                .thenComparingLong(TimelineWeaver::offsetOf)
                .reversed());
        return entries;
    }

    /** A change without its event after all others of its time. */
    private static long offsetOf(Entry entry) {
        Long offset = entry.offset();
        return offset == null ? Long.MAX_VALUE : offset;
    }

    private List<Difference> differences(@Nullable JsonNode was, @Nullable JsonNode is) {
        Set<String> names = new TreeSet<>();
        if (was != null) {
            names.addAll(was.propertyNames());
        }
        if (is != null) {
            names.addAll(is.propertyNames());
        }
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            JsonNode old = was == null ? null : was.get(name);
            JsonNode now = is == null ? null : is.get(name);
            if (is != null && (old == null ? now != null : !old.equals(now))) {
                boolean masked = !values && (isPersonal(name, old) || isPersonal(name, now));
                differences.add(new Difference(name, text(old, masked), text(now, masked), masked));
            }
        }
        return differences;
    }

    private static boolean isPersonal(String name, @Nullable JsonNode value) {
        return value != null && Field.isPersonal(name, value);
    }

    private static @Nullable String text(@Nullable JsonNode value, boolean masked) {
        return value == null || masked ? null : Field.text(value);
    }
}
