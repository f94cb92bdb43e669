package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.survey.compare.RunId;

/**
 * A survey as the database knows it.
 *
 * @param startedMillis by the database's clock
 * @param resumed whether it was begun by an earlier process
 */
record SurveyedRun(long number, long startedMillis, String instanceId, boolean resumed) {

    RunId id() {
        return new RunId(number);
    }
}
