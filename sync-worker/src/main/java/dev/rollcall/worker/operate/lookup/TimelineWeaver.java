package dev.rollcall.worker.operate.lookup;

import dev.rollcall.worker.operate.deadletters.DeadLetter;
import dev.rollcall.worker.operate.lookup.Timeline.Difference;
import dev.rollcall.worker.operate.lookup.Timeline.Effect;
import dev.rollcall.worker.operate.lookup.Timeline.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts events beside the changes that they caused. Takes what the history recorded first, then all changes of the topic,
 * then all events, each oldest first. A change that history and topic both have is one entry.
 */
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

    /**
     * A change as {@code rollcall.history} has it.
     *
     * @param messageId null where no message caused it
     * @param revision null when only child rows changed
     * @param old columns that changed, as they were; null for an insert, and when nothing is known
     * @param became the same columns, as they became; null when nothing is known
     * @param children rows that changed with it
     */
    record Recorded(
            long atMillis,
            String type,
            @Nullable String messageId,
            @Nullable Long revision,
            @Nullable JsonNode old,
            @Nullable JsonNode became,
            List<RecordedChild> children) {}

    /**
     * A child row that changed.
     *
     * @param name its field in the parent and its id
     */
    record RecordedChild(
            String name, @Nullable JsonNode old, @Nullable JsonNode became) {}

    /** @param effect of the change as long as no event is found that caused it */
    private record Announced(
            long atMillis,
            String type,
            @Nullable String messageId,
            @Nullable Long revision,
            List<Difference> differences,
            Effect effect) {}

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

    void recorded(Recorded change) {
        List<Difference> differences = new ArrayList<>(differences(change.old(), change.became()));
        for (RecordedChild child : change.children()) {
            if (child.old() != null || child.became() != null) {
                differences.add(difference(child.name(), child.old(), child.became()));
            }
        }
        String key = keyOf(change.messageId(), change.revision());
        if (key == null || announced.containsKey(key)) {
            // Only child rows changed; or a migration changed the row, with the message of the version that it found.
            key = "recorded " + announced.size();
        }
        announced.put(
                key,
                new Announced(
                        change.atMillis(),
                        change.type(),
                        change.messageId(),
                        change.revision(),
                        differences,
                        Effect.RECORDED));
    }

    void change(Change change) {
        JsonNode value = change.value();
        List<Difference> differences = first || value == null ? List.of() : differences(before, value);
        first = false;
        before = value;
        String key = Objects.requireNonNull(keyOf(change.messageId(), change.revision()));
        Announced recorded = announced.get(key);
        announced.put(
                key,
                new Announced(
                        change.atMillis(),
                        change.type(),
                        change.messageId(),
                        change.revision(),
                        // To the version before; the topic may no longer have that one.
                        recorded == null || recorded.differences().isEmpty() ? differences : recorded.differences(),
                        Effect.WROTE_FROM_ELSEWHERE));
    }

    private static @Nullable String keyOf(@Nullable String messageId, @Nullable Long revision) {
        return messageId != null ? messageId : revision == null ? null : "revision " + revision;
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
                caused == null ? null : caused.revision(),
                letter == null ? null : letter.id().toString(),
                caused == null ? List.of() : caused.differences()));
    }

    List<Entry> newestFirst() {
        for (Announced alone : announced.values()) {
            entries.add(new Entry(
                    Instant.ofEpochMilli(alone.atMillis()).toString(),
                    alone.type(),
                    alone.messageId(),
                    null,
                    null,
                    null,
                    alone.effect(),
                    alone.revision(),
                    null,
                    alone.differences()));
        }
        entries.sort(Comparator.comparing((Entry entry) -> Instant.parse(entry.at()))
                .thenComparingLong(TimelineWeaver::offsetOf)
                .reversed());
        return entries;
    }

    /** A change without an event sorts after everything else at its time. */
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
            if (old == null ? now != null : !old.equals(now)) {
                differences.add(difference(name, old, now));
            }
        }
        return differences;
    }

    private Difference difference(String name, @Nullable JsonNode old, @Nullable JsonNode now) {
        boolean masked = !values && (isPersonal(name, old) || isPersonal(name, now));
        return new Difference(name, text(old, masked), text(now, masked), masked);
    }

    private static boolean isPersonal(String name, @Nullable JsonNode value) {
        return value != null && Field.isPersonal(name, value);
    }

    private static @Nullable String text(@Nullable JsonNode value, boolean masked) {
        return value == null || value.isNull() || masked ? null : Field.text(value);
    }
}
