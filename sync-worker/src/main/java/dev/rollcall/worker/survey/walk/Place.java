package dev.rollcall.worker.survey.walk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk stands: what a checkpoint keeps, so that a killed walk goes on.
 *
 * @param offset rows passed
 * @param anchors the last ids that were passed, oldest first
 * @param cursor the last user; null before the first and for other lists
 * @param cursorMillis when that user was created
 * @param restarts how often the table was begun again
 * @param ended whether nothing follows
 */
public record Place(
        long offset,
        List<String> anchors,
        @Nullable String cursor,
        long cursorMillis,
        int restarts,
        boolean ended) {

    /** Before the first row. */
    public static final Place START = new Place(0, List.of(), null, 0, 0, false);

    public Place {
        anchors = List.copyOf(anchors);
    }

    Place atEnd() {
        return new Place(offset, anchors, cursor, cursorMillis, restarts, true);
    }

    Place begunAgain() {
        return new Place(0, List.of(), null, 0, restarts + 1, false);
    }
}
