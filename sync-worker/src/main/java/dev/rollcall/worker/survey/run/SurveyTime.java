package dev.rollcall.worker.survey.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** When it is, and how to wait. A test lets time pass otherwise. */
public interface SurveyTime extends InstantSource {

    /** Between two words about a wait. */
    long TOLD_NANOS = Duration.ofSeconds(1).toNanos();

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

            @Override
            public void sleep(Duration time, Consumer<Duration> left) throws InterruptedException {
                long end = System.nanoTime() + time.toNanos();
                for (long rest = time.toNanos(); rest > 0; rest = end - System.nanoTime()) {
                    left.accept(Duration.ofNanos(rest));
                    Thread.sleep(Duration.ofNanos(Math.min(rest, TOLD_NANOS)));
                }
                left.accept(Duration.ZERO);
            }
        };
    }

    /** For what has to pass: the grace of the second look, and between two confirmations. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * The same, for somebody who looks on.
     *
     * @param left told what is left, about every second, and zero at the end
     */
    default void sleep(Duration time, Consumer<Duration> left) throws InterruptedException {
        left.accept(time);
        sleep(time);
        left.accept(Duration.ZERO);
    }
}
