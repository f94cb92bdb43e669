package dev.rollcall.worker.survey.walk;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of a page that were made after the walk began. Webhooks carry them, and where they are made faster than pages are
 * read a walk to the end would have none. Some of them are walked all the same: an application may date a user into the
 * future, and it stands behind them.
 */
record Newcomers(long count) {

    static final long MOST = 10_000;

    static Newcomers among(List<ObjectNode> fresh, long startMillis) {
        return new Newcomers(fresh.stream()
                .filter(row -> row.path("created_at").asLong(0) > startMillis)
                .count());
    }

    boolean areTooMany(long before) {
        return count > 0 && before + count > MOST;
    }
}
