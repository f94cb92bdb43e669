package dev.rollcall.worker.survey.confirm;

import dev.rollcall.worker.survey.compare.RunId;
import dev.rollcall.worker.survey.compare.Snapshot;

/** The delete of a confirmed extra, as a record. */
public final class EndSnapshot {

    private EndSnapshot() {}

    /** @param instanceId the database's */
    public static Snapshot of(Absentee extra, String instanceId, RunId run) {
        throw new UnsupportedOperationException();
    }
}
