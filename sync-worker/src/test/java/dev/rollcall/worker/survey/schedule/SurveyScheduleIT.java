package dev.rollcall.worker.survey.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.worker.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the worker surveys by itself. */
class SurveyScheduleIT {

    private final TestDatabase database = TestDatabase.create();
    private final List<Boolean> asked = new ArrayList<>();
    private final SurveySchedule schedule = new SurveySchedule(
            database.pool,
            wanted -> {
                asked.add(wanted.getAsBoolean());
                return Optional.empty();
            },
            Duration.ofHours(24));

    @AfterEach
    void close() {
        database.close();
    }

    private void proven(String age) {
        database.execute("insert into rollcall.drift (\"table\", verdict, found, \"left\", run, proven_at)"
                + " values ('users', 'missing', 0, 0, 1, now() - interval '" + age + "')"
                + " on conflict (\"table\", verdict) do update set proven_at = excluded.proven_at");
    }

    private void ended(String age) {
        database.execute("insert into rollcall.survey_runs (run, command, mode, instance_id, release, state, ended_at)"
                + " values (1, 'reconcile', '', 'ins_1', 'r', 'incomplete', now() - interval '" + age + "')"
                + " on conflict (run) do update set ended_at = excluded.ended_at");
    }

    @Test
    void surveysWhenNothingIsProvenOrTheNewestProofIsOld() throws Exception {
        schedule.once();
        assertThat(asked).as("never proven").containsExactly(true);
        proven("23 hours");
        schedule.once();
        assertThat(asked).as("young enough").hasSize(1);
        proven("25 hours");
        schedule.once();
        assertThat(asked).containsExactly(true, true);
        ended("10 minutes");
        schedule.once();
        assertThat(asked)
                .as("one that was incomplete is not made over and over")
                .hasSize(2);
        ended("2 hours");
        schedule.once();
        assertThat(asked).hasSize(3);
    }

    private void interrupted(String command, String mode, String age) {
        database.execute("insert into rollcall.survey_runs (run, command, mode, instance_id, release, checkpoint_at)"
                + " values (2, '" + command + "', '" + mode + "', 'ins_1', 'r', now() - interval '" + age + "')"
                + " on conflict (run) do update set command = excluded.command, mode = excluded.mode,"
                + " checkpoint_at = excluded.checkpoint_at");
    }

    /** Its own would give it up. */
    @Test
    void whatAPersonCanStillGoOnWithComesFirst() throws Exception {
        interrupted("backfill", "tables=usual", "23 hours");
        schedule.once();
        interrupted("reconcile", "repair tables=usual", "1 minute");
        schedule.once();
        interrupted("reconcile", "tables=users", "1 minute");
        schedule.once();
        assertThat(asked).isEmpty();
        interrupted("backfill", "tables=usual", "25 hours");
        schedule.once();
        assertThat(asked).as("nobody can any more").hasSize(1);
        interrupted("reconcile", "tables=usual", "1 minute");
        schedule.once();
        assertThat(asked).as("of its own kind, which it goes on with").hasSize(2);
    }

    /** Another worker's survey ends between the first look and the lease. */
    @Test
    void whatAnotherWorkerHasProvenMeanwhileIsNotProvenAgain() throws Exception {
        List<Boolean> wanted = new ArrayList<>();
        SurveySchedule second = new SurveySchedule(
                database.pool,
                due -> {
                    proven("1 second");
                    wanted.add(due.getAsBoolean());
                    return Optional.empty();
                },
                Duration.ofHours(24));
        second.once();
        assertThat(wanted).containsExactly(false);
    }

    @Test
    void anIntervalBelowAnHourIsRefused() {
        assertThat(new ScheduleSettings(null).reconcileEvery()).isNull();
        assertThatThrownBy(() -> new ScheduleSettings(Duration.ofMinutes(1)))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("ROLLCALL_RECONCILE_EVERY");
    }
}
