package dev.rollcall.worker.survey.walk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk stands: what a checkpoint keeps, so that a killed walk goes on.
 *
 * @param offset rows passed
 * @param anchors the last ids that were passed, oldest first
 * @param cursor the user behind whom the next page begins; null before the first and for other lists
 * @param cursorMillis when that user was created
 * @param restarts how often the table was begun again
 * @param idle steps one after the other that brought nothing new
 * @param beyond rows passed that were made after the walk began
 * @param ended whether nothing follows
 */
public record Place(
        long offset,
        List<String> anchors,
        @Nullable String cursor,
        long cursorMillis,
        int restarts,
        int idle,
        long beyond,
        boolean ended) {

    /** Before the first row. */
    public static final Place START = new Place(0, List.of(), null, 0, 0, 0, 0, false);

    public Place {
        anchors = List.copyOf(anchors);
    }

    Place atEnd() {
        return new Place(offset, anchors, cursor, cursorMillis, restarts, idle, beyond, true);
    }

    Place begunAgain() {
        return new Place(0, List.of(), null, 0, restarts + 1, 0, 0, false);
    }

    Place idled() {
        return new Place(offset, anchors, cursor, cursorMillis, restarts, idle + 1, beyond, ended);
    }

    Place anchored(long passed, List<String> last, Newcomers newcomers, boolean nothingNew) {
        return new Place(
                passed,
                last,
                null,
                0,
                restarts,
                nothingNew ? idle + 1 : 0,
                beyond + newcomers.count(),
                newcomers.areTooMany(beyond));
    }

    Place behind(String user, long createdAtMillis, int passed, Newcomers newcomers) {
        return new Place(
                offset + passed,
                List.of(),
                user,
                createdAtMillis,
                restarts,
                0,
                beyond + newcomers.count(),
                newcomers.areTooMany(beyond));
    }
}
