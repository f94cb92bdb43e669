package dev.rollcall.worker.survey.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When it is, and how to wait. A test lets time pass otherwise. */
public interface SurveyTime extends InstantSource {

    /** Waits as long as it was told to. */
    static SurveyTime of(InstantSource clock) {
        return new SurveyTime() {
            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Thread.sleep(time);
            }
        };
    }

    /** For what has to pass: the grace of the second look, and between two confirmations. */
    void sleep(Duration time) throws InterruptedException;
}
