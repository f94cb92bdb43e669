package dev.rollcall.worker.operate.lookup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the topics still say about one entity, and {@code rollcall.history}, newest first.
 *
 * @param events how far back {@code clerk.events} was searched
 * @param changes how far back its change topic was searched
 * @param history what {@code rollcall.history} has of it
 */
public record Timeline(List<Entry> entries, Searched events, Searched changes, History history) {

    public Timeline {
        entries = List.copyOf(entries);
    }

    /**
     * How much of a topic was looked at.
     *
     * @param since time of the oldest record that was looked at, ISO 8601; null when there is none
     * @param complete false when the search ended before the topic's start
     */
    public record Searched(String topic, @Nullable String since, boolean complete) {}

    /**
     * What was found in {@code rollcall.history}, which is looked at also where it is off: it may have been on.
     *
     * @param on whether it is switched on now
     * @param changes how many changes of the entity it has
     * @param complete false when there are older ones
     */
    public record History(boolean on, int changes, boolean complete) {}

    /**
     * One event, one change, or a change with the event that caused it.
     *
     * @param at receipt of the event, or commit of the change; ISO 8601
     * @param what the event's type, or the change's when there is no event
     * @param origin webhook, replay, backfill or reconcile; null without an event
     * @param partition of {@code clerk.events}; null without an event
     * @param offset of the event there; null without an event
     * @param effect what came of it
     * @param revision of the row that it wrote; null when no change of it is known
     * @param letter the dead letter that it became; null when it is none
     * @param differences to the version before it; empty when that is not known
     */
    public record Entry(
            String at,
            String what,
            @Nullable String messageId,
            @Nullable String origin,
            @Nullable Integer partition,
            @Nullable Long offset,
            Effect effect,
            @Nullable Long revision,
            @Nullable String letter,
            List<Difference> differences) {

        public Entry {
            differences = List.copyOf(differences);
        }
    }

    /** What came of an event. */
    public enum Effect {
        /** The row was written, and that was announced. */
        WROTE,
        /** The row was written by the message of another entity, or by one that the topic no longer has. */
        WROTE_FROM_ELSEWHERE,
        /** The row was written; only {@code rollcall.history} still says so. */
        RECORDED,
        /** The row had it already. */
        REPEATED,
        /** It could not be applied. */
        DEAD,
        /** No change is known: it was older than the row, or its change has been compacted away. */
        NOTHING_KNOWN,
        /** The worker has not read it yet. */
        WAITING
    }

    /**
     * One field that is other than it was.
     *
     * @param field its name; of a child row, the field that holds it and its id: {@code email_addresses/idn_2abc}
     * @param before as JSON; null when it was absent, or values were not asked for
     * @param after the same, as it became
     * @param masked whether values were not asked for
     */
    public record Difference(
            String field, @Nullable String before, @Nullable String after, boolean masked) {}
}
