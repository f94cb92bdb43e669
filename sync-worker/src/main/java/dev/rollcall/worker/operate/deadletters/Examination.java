package dev.rollcall.worker.operate.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter beside the row that it is about.
 *
 * @param foundIn the topic that has its bytes; null when none has
 * @param bytes their number
 * @param eventVersion of the event; null when it could not be read
 * @param rowVersion of the row; null when there is none
 * @param rowEnded whether the object was deleted
 * @param fields of the event; empty when it is no JSON object
 */
public record Examination(
        DeadLetter letter,
        @Nullable String foundIn,
        int bytes,
        @Nullable Version eventVersion,
        @Nullable Version rowVersion,
        boolean rowEnded,
        List<Field> fields,
        Forecast forecast) {

    public Examination {
        fields = List.copyOf(fields);
    }

    /** What orders states, compared in this order. */
    public record Version(String updatedAt, String eventAt, String messageId) {}

    /**
     * One field of the event and the column of the same name.
     *
     * @param event its JSON type; its value only where values were asked for
     * @param row the same of the column; null when there is no such column, or no row
     */
    public record Field(String name, String event, @Nullable String row) {}
}
