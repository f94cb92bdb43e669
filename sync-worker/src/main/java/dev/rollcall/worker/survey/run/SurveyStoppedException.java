package dev.rollcall.worker.survey.run;

/** A survey that cannot go on now; the same command goes on where it stands. One line for the operator. */
public final class SurveyStoppedException extends Exception {

    private static final long serialVersionUID = 1;

    public SurveyStoppedException(String line) {
        super(line, null, false, false);
    }
}
