package dev.rollcall.worker.survey.schedule;

import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks once a minute whether the newest proof is older than the interval, and surveys then, in a thread of its own. What
 * decides is looked at after the survey's lease was taken: of several workers that find a proof old, one makes the next.
 */
public final class SurveySchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SurveySchedule.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    /**
     * A survey that cannot be complete costs as much as one that can: it is not made over and over. One that a person began
     * and can still go on with would be given up by another: it comes first for as long.
     */
    private static final String DUE = """
            select coalesce((select max(proven_at) from rollcall.drift) < now() - :seconds * interval '1 second', true)
               and not exists (select from (select state, ended_at from rollcall.survey_runs order by run desc limit 20) newest
                               where state <> 'running' and ended_at > now() - interval '1 hour')
               and not exists (select from rollcall.survey_runs
                               where state = 'running' and checkpoint_at > now() - interval '24 hours'
                                 and not (command = :command and mode = :mode))
            """;

    /** One survey: it asks whether it is due when it has the lease, and is empty when it is not. */
    @FunctionalInterface
    public interface Survey {
        Optional<SurveyReport> runIf(BooleanSupplier due)
                throws SQLException, InterruptedException, SurveyStoppedException;
    }

    private final DataSource database;
    private final Survey survey;
    private final Duration interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ending = lock.newCondition();
    private boolean ended;
    private @Nullable Thread thread;

    /**
     * @param database the worker's, for a look at what was proven
     * @param survey with connections of its own
     * @param interval between the proofs
     */
    public SurveySchedule(DataSource database, Survey survey, Duration interval) {
        this.database = database;
        this.survey = survey;
        this.interval = interval;
    }

    /** Whether a survey should be made now. */
    boolean isDue() {
        return JdbcClient.create(database)
                .sql(DUE)
                .param("seconds", interval.toSeconds())
                .param("command", SurveyOptions.DRY.command())
                .param("mode", SurveyOptions.DRY.mode())
                .query(Boolean.class)
                .single();
    }

    public void start() {
        thread = Thread.ofPlatform().name("survey").daemon().start(this::repeat);
    }

    private void repeat() {
        try {
            Duration wait = LOOK;
            while (!waited(wait)) {
                wait = look();
            }
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether this ends */
    private boolean waited(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = longest.toNanos();
            while (!ended && left > 0) {
                left = ending.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private Duration look() throws InterruptedException {
        try {
            return once();
        } catch (SurveyStoppedException stopped) {
            LOG.warn("The survey stopped: {}", stopped.getMessage());
        } catch (SQLException | RuntimeException failed) {
            LOG.warn(
                    "The survey failed ({}); trying again in {}",
                    failed.getClass().getSimpleName(),
                    AFTER_FAILURE);
            LOG.debug("It failed so", failed);
        }
        return AFTER_FAILURE;
    }

    /** @return how long to wait until the next look */
    Duration once() throws SQLException, InterruptedException, SurveyStoppedException {
        if (!isDue()) {
            return LOOK;
        }
        survey.runIf(this::isDue).ifPresent(report -> {
            if (report.complete()) {
                LOG.info("Survey {} of Clerk is complete: {} objects differ", report.run(), report.drift());
            } else {
                LOG.warn("Survey {} of Clerk is incomplete: {}", report.run(), String.join("; ", report.reasons()));
            }
        });
        return LOOK;
    }

    /** Interrupts a survey: it goes on where it stands, here or elsewhere. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException atOnce) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
