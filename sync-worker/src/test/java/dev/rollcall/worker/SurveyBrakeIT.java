package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where most of a table differs, something else is wrong: nothing more of it is published until a person says so. */
class SurveyBrakeIT {

    private static final Set<String> TABLES = Set.of("users", "organizations");

    private final SurveyCase survey = new SurveyCase();

    @AfterEach
    void stop() {
        survey.close();
    }

    /** All users differ, and one organization. */
    private long planted(long seed) throws Exception {
        survey.worldOf(seed, 4_000);
        survey.run(SurveyOptions.BACKFILL.ofTables(TABLES));
        survey.age();
        survey.worker.database.execute("update clerk.users set first_name = 'Planted';"
                + "update clerk.organizations set name = 'Planted' where id = '"
                + survey.live(SurveyTable.ORGANIZATIONS).iterator().next() + "'");
        long users = survey.live(SurveyTable.USERS).size();
        assertThat(users).isGreaterThan(200);
        return users;
    }

    private static SurveyReport.OfTable of(SurveyReport report, String table) {
        return report.tables().stream()
                .filter(one -> one.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static SurveyOptions mass(SurveyOptions options) {
        return new SurveyOptions(
                options.backfill(), options.repair(), false, null, true, options.tables(), Set.of(), false);
    }

    private long stillPlanted() {
        return survey.worker
                .database
                .rows("select id from clerk.users where first_name = 'Planted'")
                .size();
    }

    @Test
    void aRepairPublishesNothingOfTheTableAndSaysWhatDiffersByColumn() throws Exception {
        long users = planted(61);
        long records = survey.records();

        SurveyReport repair = survey.run(SurveyOptions.REPAIR.ofTables(TABLES));

        assertThat(survey.records()).as("the organization alone").isEqualTo(records + 1);
        assertThat(repair.published()).isEqualTo(1);
        assertThat(of(repair, "organizations").drift()).isZero();
        assertThat(of(repair, "users").left()).containsEntry(Verdict.DIFFERENT, users);
        assertThat(of(repair, "users").columns()).isEqualTo(Map.of("first_name", users));
        assertThat(repair.reasons())
                .singleElement()
                .asString()
                .isEqualTo(
                        "users: %,d of %<,d rows differ, so many that something else is wrong; nothing more was published,"
                                        .formatted(users)
                                + " --mass overrides");
        assertThat(stillPlanted()).isEqualTo(users);

        SurveyReport mass = survey.run(mass(SurveyOptions.REPAIR.ofTables(TABLES)));

        assertThat(mass.published()).isEqualTo(users);
        assertThat(mass.drift()).as("%s", mass).isZero();
        assertThat(mass.reasons()).isEmpty();
        assertThat(stillPlanted()).isZero();
    }

    @Test
    void aBackfillPublishesNothingMoreOfTheTable() throws Exception {
        long users = planted(62);

        SurveyReport backfill = survey.run(SurveyOptions.BACKFILL.ofTables(TABLES));

        assertThat(backfill.published())
                .as("the organization, and what was met before the brake was pulled")
                .isEqualTo(1 + 100);
        assertThat(of(backfill, "users").left()).containsEntry(Verdict.DIFFERENT, users - 100);
        assertThat(backfill.reasons())
                .singleElement()
                .asString()
                .contains("nothing more was published, --mass overrides");
        assertThat(stillPlanted()).isEqualTo(users - 100);

        SurveyReport mass = survey.run(mass(SurveyOptions.BACKFILL.ofTables(TABLES)));

        assertThat(mass.drift()).as("%s", mass).isZero();
        assertThat(stillPlanted()).isZero();
    }
}
