package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A survey that was interrupted is gone on with by the same command only, and within a day; else it says that it is not. */
class SurveyResumedIT {

    private static final SurveyOptions BACKFILL = SurveyOptions.BACKFILL.ofTables(Set.of("users", "organizations"));

    private final SurveyCase survey = new SurveyCase();
    private final CompletableFuture<Void> applying = new CompletableFuture<>();

    @AfterEach
    void stop() {
        applying.complete(null);
        survey.close();
    }

    /** @return its number */
    private String interrupted() {
        survey.steps = step -> {
            if (step.equals("checkpoint")) {
                throw new SurveyCase.KilledException(step);
            }
        };
        assertThatThrownBy(() -> survey.run(BACKFILL)).isInstanceOf(SurveyCase.KilledException.class);
        survey.steps = step -> {};
        survey.said.clear();
        return survey.worker
                .database
                .rows("select run from rollcall.survey_runs where state = 'running'")
                .getFirst();
    }

    private void begunAnew(SurveyOptions options, String number, String why) throws Exception {
        SurveyReport report = survey.run(options);

        assertThat(survey.said)
                .contains("Survey " + number + " (backfill), which was interrupted, is given up: " + why)
                .contains("Survey " + report.run());
        assertThat(report.run()).isGreaterThan(Long.parseLong(number));
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(survey.worker.database.rows(
                        "select state, ended_at is not null from rollcall.survey_runs where run = " + number))
                .containsExactly("given_up|t");
    }

    private void checkpointedBefore(String interval) {
        survey.worker.database.execute(
                "update rollcall.survey_runs set checkpoint_at = now() - interval '" + interval + "'");
    }

    /** A repair that is killed when all is published and written down, while no worker applies anything. */
    private SurveyOptions publishedAndKilled() throws Exception {
        SurveyOptions repair = SurveyOptions.REPAIR.ofTables(Set.of("users"));
        survey.run(BACKFILL);
        survey.age();
        survey.worker.database.execute("update clerk.users set first_name = 'Planted' where id = '"
                + survey.live(SurveyTable.USERS).iterator().next() + "'");
        survey.steps = step -> {
            if (step.equals("look")) {
                survey.worker.onStep(working -> applying.join());
            }
            if (step.equals("decided")) {
                throw new SurveyCase.KilledException(step);
            }
        };
        assertThatThrownBy(() -> survey.run(repair)).isInstanceOf(SurveyCase.KilledException.class);
        survey.steps = step -> {
            if (step.equals("settle")) {
                applyOnceWaitedFor(Thread.currentThread());
            }
        };
        return repair;
    }

    private void applyOnceWaitedFor(Thread surveying) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!applying.isDone()) {
                if (Stream.of(surveying.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("awaitPast"))) {
                    applying.complete(null);
                }
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void aRepairThatWasKilledAfterItsLastDecisionIsCompleteWhenTheWorkersHaveAppliedIt() throws Exception {
        survey.worldOf(45, 600);

        SurveyReport report = survey.run(publishedAndKilled());

        assertThat(survey.worker.database.rows("select id from clerk.users where first_name = 'Planted'"))
                .as("as soon as it says so")
                .isEmpty();
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.published()).isEqualTo(1);
        assertThat(survey.worker.database.rows(
                        "select published from rollcall.survey_runs where run = " + report.run()))
                .containsExactly("1");
    }

    @Test
    void aDeadLetterOfWhatWasPublishedBeforeTheKillIsSaid() throws Exception {
        survey.worldOf(46, 600);
        SurveyOptions repair = publishedAndKilled();
        survey.worker.database.execute(
                "insert into rollcall.dead_letters (writer, \"offset\", topic, partition, code, kind,"
                        + " reason, message_id, received_at) select 0, 0, 'clerk.events', 0, 'shape', 'data', 'planted',"
                        + " '~' || lpad(run::text, 19, '0'), now() from rollcall.survey_runs where state = 'running'");

        SurveyReport report = survey.run(repair);

        assertThat(report.complete()).isFalse();
        assertThat(report.reasons()).containsExactly("1 of its records became a dead letter");
    }

    @Test
    void withinADayTheSameCommandGoesOn() throws Exception {
        survey.worldOf(41, 600);
        String number = interrupted();
        checkpointedBefore("23 hours 59 minutes");

        SurveyReport report = survey.run(BACKFILL);

        assertThat(report.run()).isEqualTo(Long.parseLong(number));
        assertThat(survey.said)
                .contains("Going on with survey " + number + ", where it was interrupted")
                .noneMatch(line -> line.contains("given up"));
    }

    /** As Kafka tells a topic from one of the same name before it. */
    private String topicId() {
        Uuid id = TopicDeclaration.idOf(survey.worker.admin, survey.worker.topics.events());
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }

    @Test
    void aTopicThatWasMadeAnewBetweenTheKillAndTheResumptionIsNoticed() throws Exception {
        survey.worldOf(47, 600);
        String number = interrupted();
        assertThat(survey.worker.database.rows("select topic_id from rollcall.survey_runs where run = " + number))
                .as("known before anything is published")
                .containsExactly(topicId());
        survey.worker.database.execute(
                "update rollcall.survey_runs set topic_id = gen_random_uuid() where run = " + number);

        SurveyReport report = survey.run(BACKFILL);

        assertThat(report.run()).isEqualTo(Long.parseLong(number));
        assertThat(report.complete()).isFalse();
        assertThat(report.reasons())
                .containsExactly(
                        survey.worker.topics.events() + " was made anew meanwhile: what was published before is gone");
    }

    @Test
    void afterADayItBeginsAnewAndSaysSo() throws Exception {
        survey.worldOf(42, 600);
        String number = interrupted();
        checkpointedBefore("24 hours 1 minute");

        begunAnew(BACKFILL, number, "its last checkpoint is more than 24 hours old");
    }

    @Test
    void restartBeginsAnewAndSaysSo() throws Exception {
        survey.worldOf(43, 600);

        begunAnew(BACKFILL.restarting(), interrupted(), "--restart was given");
    }

    @Test
    void anotherCommandOtherOptionsAndAnotherReleaseBeginAnewAndSaySo() throws Exception {
        survey.worldOf(44, 600);

        begunAnew(SurveyOptions.BACKFILL, interrupted(), "its options or tables were others");
        begunAnew(SurveyOptions.DRY, interrupted(), "this is a reconcile");
        String number = interrupted();
        survey.worker.database.execute("update rollcall.survey_runs set release = '0.0.1' where run = " + number);
        begunAnew(BACKFILL, number, "it was made by release 0.0.1");
    }
}
