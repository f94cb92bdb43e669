package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.run.SurveyTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Survey and worker, each in a process of its own, are killed with -9 at random moments while the copy differs from Clerk
 * in new ways; the copy becomes what Clerk has, and nothing ends that lives there.
 *
 * <p>{@code -Drollcall.survey.kills=50} is how many; {@code -Drollcall.survey.seed=7} chooses the moments and the
 * differences. Where a moment falls in the work is the machine's.
 */
class SurveyAndWorkerKilledIT {

    private static final int KILLS = Integer.getInteger("rollcall.survey.kills", 2);
    private static final long SEED = Long.getLong("rollcall.survey.seed", 7);
    private static final int LATEST_MILLIS = 3_000;
    private static final int PLANTED = 5;

    private final SurveyCase survey = SurveyCase.withoutWorker();
    private final Random random = new Random(SEED);

    @TempDir
    private Path logs;

    @AfterEach
    void stop() {
        survey.close();
    }

    /** Of what both have: of a row that was deleted by hand and then ends at Clerk nobody could tell the feed. */
    private List<String> shared(SurveyTable table) {
        Set<String> both = survey.live(table);
        both.retainAll(survey.atClerk(table));
        List<String> shuffled = new ArrayList<>(both);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static String list(List<String> ids) {
        return "('" + String.join("', '", ids) + "')";
    }

    private void plant() {
        List<String> users = shared(SurveyTable.USERS);
        survey.worker.database.execute("update clerk.users set first_name = 'Planted' where id in "
                + list(users.subList(0, PLANTED)) + "; delete from clerk.users where id in "
                + list(users.subList(PLANTED, 2 * PLANTED))
                + "; update clerk.organizations set sync_updated_at_ms = sync_updated_at_ms - 5000, name = 'Planted'"
                + " where id in " + list(shared(SurveyTable.ORGANIZATIONS).subList(0, PLANTED)));
        survey.objects.end(users.get(2 * PLANTED));
        survey.objects.end(shared(SurveyTable.MEMBERSHIPS).getFirst());
    }

    private void endsWell(String command, String last) throws Exception {
        SurveyProcess.Ended ended = SurveyProcess.ended(survey, command);
        assertThat(ended.exitCode()).as("%s", ended.lines()).isZero();
        assertThat(ended.lines()).as("%s", command).endsWith(last);
    }

    private Thread killedLater(WorkerProcess worker) {
        Duration time = moment();
        return Thread.ofVirtual().start(() -> worker.killAfter(time));
    }

    private Duration moment() {
        return Duration.ofMillis(random.nextInt(LATEST_MILLIS));
    }

    @Test
    void whatIsKilledAtAnyMomentGoesOnToTheSameResult() throws Exception {
        survey.worldOf(SEED, 3_000);
        WorkerProcess worker = WorkerProcess.start(survey.worker, logs.resolve("worker.log"));
        int surveys = 0;
        int workers = 0;
        try {
            endsWell(SurveyProcess.BACKFILL, "complete true, drift 0");
            survey.age();
            while (surveys + workers < KILLS) {
                plant();
                if ((surveys + workers) % 2 == 0) {
                    surveys += SurveyProcess.killedAfter(survey, SurveyProcess.REPAIR_AND_END, moment()) ? 1 : 0;
                } else {
                    Thread killer = killedLater(worker);
                    surveys += SurveyProcess.killedAfter(survey, SurveyProcess.REPAIR_AND_END, moment()) ? 1 : 0;
                    killer.join();
                    worker = WorkerProcess.start(survey.worker, logs.resolve("worker.log"));
                    workers++;
                }
                survey.theLeaseRunsOut();
            }
            System.out.println("Seed " + SEED + ": " + surveys + " surveys and " + workers + " workers killed.");
            // The first may go on with one whose pages were listed before the last differences were planted.
            SurveyProcess.Ended rest = SurveyProcess.ended(survey, SurveyProcess.REPAIR_AND_END);
            assertThat(rest.exitCode()).as("%s", rest.lines()).isIn(0, 3);
            survey.age();
            endsWell(SurveyProcess.REPAIR_AND_END, "complete true, drift 0");
            survey.worker.awaitDrained();
        } finally {
            worker.close();
        }

        survey.assertIsTheWorld();
        for (SurveyTable table : SurveyTable.values()) {
            assertThat(new TreeSet<>(survey.worker.database.rows(
                            "select id from " + table.table().name() + " where deleted_at is not null")))
                    .as("ended in %s", table.label())
                    .isSubsetOf(survey.objects.ended());
        }
        assertThat(survey.worker.database.rows(
                        "select 1 from clerk.users where first_name = 'Planted' and deleted_at is null"))
                .isEmpty();
        assertThat(survey.worker.database.count("rollcall.dead_letters")).isZero();
        // A row that was deleted by hand begins anew, so its revisions do, too.
        survey.worker.assertFeedIsExact(false);
    }
}
