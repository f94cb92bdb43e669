package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.run.SurveyTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A survey's process that is killed with -9 at each of its phases and started again goes on to the result of one that
 * nobody killed: the copy is what Clerk has, nothing else ends, and nothing is announced twice.
 */
class SurveyKilledIT {

    private final SurveyCase survey = new SurveyCase();

    @AfterEach
    void stop() {
        survey.close();
    }

    private void killedAtEach(String command, List<String> steps) throws Exception {
        for (String step : steps) {
            SurveyProcess.killedAt(survey, command, step);
            survey.theLeaseRunsOut();
        }
    }

    private void endsWell(String command) throws Exception {
        SurveyProcess.Ended ended = SurveyProcess.ended(survey, command);
        assertThat(ended.exitCode()).as("%s", ended.lines()).isZero();
        assertThat(ended.lines())
                .anyMatch(line -> line.startsWith("Going on with survey"))
                .endsWith("complete true, drift 0");
    }

    private Map<SurveyTable, Set<String>> ended() {
        Map<SurveyTable, Set<String>> ended = new HashMap<>();
        for (SurveyTable table : SurveyTable.values()) {
            ended.put(
                    table,
                    new TreeSet<>(survey.worker.database.rows(
                            "select id from " + table.table().name() + " where deleted_at is not null")));
        }
        return ended;
    }

    private void isOneRun(String command) {
        assertThat(survey.worker.database.rows(
                        "select count(*), min(state) from rollcall.survey_runs where command = '" + command + "'"))
                .containsExactly("1|complete");
        assertThat(survey.worker.database.count("rollcall.survey_lease")).isZero();
        assertThat(survey.worker.database.count("rollcall.dead_letters")).isZero();
    }

    @Test
    void aBackfillThatIsKilledAtEachPhaseMakesTheCopyTheWorld() throws Exception {
        survey.worldOf(31, 1_500);

        SurveyProcess.killedAt(survey, SurveyProcess.BACKFILL, "acknowledged 1");
        SurveyProcess.Ended tooSoon = SurveyProcess.ended(survey, SurveyProcess.BACKFILL);
        assertThat(tooSoon.exitCode()).as("%s", tooSoon.lines()).isEqualTo(4);
        assertThat(tooSoon.lines()).anyMatch(line -> line.contains("another survey is running"));
        survey.theLeaseRunsOut();
        killedAtEach(SurveyProcess.BACKFILL, List.of("checkpoint 1", "acknowledged 2", "walked 1", "settle 1"));
        endsWell(SurveyProcess.BACKFILL);

        survey.assertIsTheWorld();
        assertThat(ended()).allSatisfy((table, ids) -> assertThat(ids).isEmpty());
        survey.worker.awaitDrained();
        survey.worker.assertFeedIsExact();
        isOneRun("backfill");
    }

    @Test
    void aRepairThatEndsExtrasAndIsKilledAtEachPhaseEndsThoseAlone() throws Exception {
        survey.worldOf(32, 1_500);
        SurveyProcess.Ended backfill = SurveyProcess.ended(survey, SurveyProcess.BACKFILL);
        assertThat(backfill.exitCode()).as("%s", backfill.lines()).isZero();
        survey.age();
        List<String> users = List.copyOf(survey.live(SurveyTable.USERS));
        survey.worker.database.execute(
                "update clerk.users set first_name = 'Planted' where id = '" + users.get(0) + "';"
                        + "update clerk.users set sync_updated_at_ms = sync_updated_at_ms - 5000, first_name = 'Old' where id = '"
                        + users.get(1) + "'");
        Map<SurveyTable, Set<String>> before = new HashMap<>();
        for (SurveyTable table : SurveyTable.values()) {
            before.put(table, survey.atClerk(table));
        }
        survey.objects.end(users.get(2));
        survey.objects.end(survey.live(SurveyTable.ORGANIZATIONS).iterator().next());
        survey.objects.end(List.copyOf(survey.atClerk(SurveyTable.MEMBERSHIPS)).getFirst());

        killedAtEach(
                SurveyProcess.REPAIR_AND_END,
                List.of(
                        "checkpoint 2",
                        "walked 1",
                        "look 1",
                        "acknowledged 1",
                        "decided 1",
                        "confirm 1",
                        "confirmed once 1",
                        "ends acknowledged 1",
                        "settle 1"));
        endsWell(SurveyProcess.REPAIR_AND_END);

        survey.assertIsTheWorld();
        Map<SurveyTable, Set<String>> ended = ended();
        before.forEach((table, ids) -> {
            Set<String> gone = new TreeSet<>(ids);
            gone.removeAll(survey.atClerk(table));
            assertThat(ended.get(table)).as(table.label()).isEqualTo(gone);
        });
        assertThat(survey.worker.database.rows("select id from clerk.users where first_name in ('Planted', 'Old')"))
                .isEmpty();
        survey.worker.awaitDrained();
        survey.worker.assertFeedIsExact();
        isOneRun("reconcile");
    }
}
