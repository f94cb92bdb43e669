package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.survey.compare.RunId;
import java.util.List;

/**
 * A survey as the database knows it.
 *
 * @param startedMillis by the database's clock
 * @param resumed whether it was begun by an earlier process
 * @param givenUp a line for each that was interrupted and is not gone on with
 */
record SurveyedRun(long number, long startedMillis, String instanceId, boolean resumed, List<String> givenUp) {

    SurveyedRun givingUp(List<String> others) {
        return new SurveyedRun(number, startedMillis, instanceId, resumed, others);
    }

    RunId id() {
        return new RunId(number);
    }
}
