package dev.rollcall.worker.survey.run;

import java.time.Duration;

/** Told how far a survey has come. */
public interface SurveyProgress {

    /** A line for the operator. */
    void say(String line);

    /**
     * Before the first page of a table that this process asks for.
     *
     * @param listed objects that an earlier process has listed
     */
    default void begun(String table, long listed) {}

    /**
     * After each page.
     *
     * @param listed objects so far
     * @param expected as Clerk counts them; 0 where it does not
     * @param published records so far
     */
    void page(String table, long listed, long expected, long published);

    /**
     * While the survey lets time pass; about every second.
     *
     * @param what is done afterwards, for the operator
     * @param left zero when it is over
     */
    default void waits(String what, Duration left) {}

    /** Before each step that a kill must not harm; a test ends there. */
    default void reached(String step) {}
}
