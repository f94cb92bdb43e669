package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.simulator.api.ApiFault;
import dev.rollcall.simulator.api.ApiFaults;
import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands around a survey: its commands, its lease, and what must be so before it publishes anything. */
class SurveyCommandIT {

    private static final String TABLES = "select tablename from pg_tables where schemaname = 'rollcall' order by 1";

    private final SurveyCase survey = new SurveyCase();
    private final SurveyCommandLine command = new SurveyCommandLine(survey);

    private long audited;

    @TempDir
    private Path files;

    @AfterEach
    void stop() {
        survey.close();
    }

    private int run(String... arguments) {
        return command.run(arguments);
    }

    private String said() {
        return command.said();
    }

    @Test
    void backfillAndReconcileSayWhatTheyFoundAndTheKeyIsNowhere() {
        survey.worldOf(21, 1_500);

        assertThat(run("backfill", "--rate", "0")).as("%s", said()).isZero();
        assertThat(said())
                .contains("backfill of " + Events.INSTANCE, "Published", "Complete.", "No webhook has ever come for")
                .contains(String.format(
                        Locale.ROOT,
                        "%,d live rows, %<,d at Clerk",
                        survey.atClerk(SurveyTable.USERS).size()))
                .doesNotContain(" 0/s");
        String shown = said();

        assertThat(run("reconcile", "--rate", "0", "--json")).as("%s", said()).isZero();
        JsonNode json = JsonMapper.shared().readTree(command.output());
        assertThat(json.get("complete").booleanValue()).isTrue();
        JsonNode users = json.get("tables")
                .valueStream()
                .filter(table -> table.get("table").stringValue().equals("users"))
                .findFirst()
                .orElseThrow();
        assertThat(users.get("available").booleanValue()).isTrue();
        assertThat(users.get("live").longValue())
                .isEqualTo(survey.atClerk(SurveyTable.USERS).size());
        assertThat(users.get("clerk").longValue())
                .isEqualTo(survey.atClerk(SurveyTable.USERS).size());
        shown += said();

        String user = survey.atClerk(SurveyTable.USERS).iterator().next();
        survey.worker.database.execute("update clerk.users set first_name = 'Planted' where id = '" + user + "'");
        assertThat(run("refetch", user, "user_unknown")).as("%s", said()).isZero();
        assertThat(said())
                .contains(user + ": different, published (first_name)", "user_unknown: Clerk does not have it");
        shown += said();
        assertThat(run("refetch", user, "x_unknown")).as("%s", said()).isEqualTo(1);
        assertThat(said()).contains("x_unknown: no row of this id");
        survey.objects.change("user", user, object -> object.put("updated_at", "when it was updated"));
        assertThat(run("refetch", user)).as("%s", said()).isEqualTo(1);
        assertThat(said()).contains(user + ": unreadable (version)");
        shown += said();

        for (String table : survey.worker.database.rows(TABLES)) {
            assertThat(survey.worker.database.rows("select to_jsonb(t)::text from rollcall." + table + " t"))
                    .as(table)
                    .noneMatch(row -> row.contains(SurveyCase.KEY));
        }
        assertThat(survey.worker.read(survey.worker.topics.events()))
                .noneMatch(record -> record.toString().contains(SurveyCase.KEY)
                        || new String(record.value(), StandardCharsets.UTF_8).contains(SurveyCase.KEY));
        assertThat(shown).doesNotContain(SurveyCase.KEY);
    }

    @Test
    void wrongKeysAndWrongWordsAreRefusedInOneLineWithoutTheKey() {
        for (String name : List.of("reconcile", "backfill")) {
            assertThat(run(name, "--tables", "users,sessions")).isEqualTo(2);
            assertThat(command.errors())
                    .hasLineCount(1)
                    .contains(
                            "--tables: \"sessions\" is no table that Clerk lists; write some of organizations, users");
        }
        assertThat(run("backfill", "--except", files.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(said()).contains("--except names a file that cannot be read");
        assertThat(run("reconcile", "--cap", "5")).isEqualTo(2);
        assertThat(run("reconcile", "--endextra")).isEqualTo(2);
        command.environment.put("CLERK_SECRET_KEY", "sk_test_keyOfSomebodyElse");
        assertThat(run("backfill")).isEqualTo(4);
        assertThat(said()).contains("Clerk refuses CLERK_SECRET_KEY (401)").doesNotContain("keyOfSomebodyElse");
        command.environment.put("CLERK_SECRET_KEY", "sk_live_productionKeyOfAnInstance");
        assertThat(run("backfill")).isEqualTo(2);
        assertThat(said()).contains("CLERK_API_URL").doesNotContain("productionKey");
        command.environment.put("CLERK_SECRET_KEY", "somethingElse");
        assertThat(run("backfill")).isEqualTo(2);
        assertThat(said()).doesNotContain("somethingElse");
        command.environment.put("CLERK_SECRET_KEY", " ");
        assertThat(run("backfill")).isEqualTo(2);
        assertThat(command.errors()).hasLineCount(1).contains("CLERK_SECRET_KEY is not set");
    }

    /** A delete is final here: no survey brings it back. */
    @Test
    void whatDiffersStillIsToldByTheExitCode() {
        survey.worldOf(27, 600);
        assertThat(run("backfill", "--rate", "0")).as("%s", said()).isZero();
        String membership = survey.live(SurveyTable.MEMBERSHIPS).iterator().next();
        survey.age();
        survey.worker.database.execute("update clerk.organization_memberships set deleted_at = now() - interval '1 h'"
                + " where id = '" + membership + "'");

        assertThat(run("backfill", "--rate", "0")).as("%s", said()).isEqualTo(3);
        assertThat(said()).contains("  ended_but_alive: " + membership, "1 object differs.");

        assertThat(run("backfill", "--rate", "0", "--json")).as("%s", said()).isEqualTo(3);
        JsonNode json = JsonMapper.shared().readTree(command.output());
        assertThat(json.get("complete").booleanValue()).isTrue();
        assertThat(json.get("tables")
                        .valueStream()
                        .map(table -> table.get("left").toString()))
                .anyMatch(left -> left.contains("\"ended_but_alive\":1"));
    }

    @Test
    void oneSurveyRunsAtATime() {
        survey.worldOf(22, 300);
        survey.worker.database.execute(
                "insert into rollcall.survey_lease (holder, expires_at) values ('other', now() + interval '1 h')");

        assertThat(run("backfill")).isEqualTo(4);

        assertThat(said()).contains("another survey is running");
        assertThat(survey.records()).isZero();
        survey.worker.database.execute("update rollcall.survey_lease set expires_at = now() - interval '1 s'");
        assertThat(run("backfill", "--rate", "0")).as("%s", said()).isZero();
    }

    @Test
    void whoLosesTheLeaseWritesNoCheckpoint() {
        survey.worldOf(23, 1_000);
        survey.steps = step -> {
            if (step.equals("acknowledged")) {
                survey.worker.database.execute("update rollcall.survey_lease set holder = 'other'");
            }
        };

        assertThatThrownBy(() -> survey.run(SurveyOptions.BACKFILL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another survey has begun");

        assertThat(survey.worker.database.count("rollcall.survey_pages")).isZero();
        assertThat(survey.worker.database.rows("select holder from rollcall.survey_lease"))
                .containsExactly("other");
    }

    @Test
    void otherSettingsThanTheWorkersPublishNothing() {
        survey.worldOf(24, 300);
        new CopiedWith(survey.copiedWith.release(), false).note(survey.worker.database.pool);

        assertThat(run("backfill")).isEqualTo(2);

        assertThat(said()).contains("ROLLCALL_STORE_PRIVATE_METADATA=false");
        assertThat(survey.records()).isZero();
        survey.worker.database.execute("delete from rollcall.worker_settings");
        assertThat(run("backfill")).isEqualTo(1);
        assertThat(said()).contains("no worker has written down");
    }

    @Test
    void whoIsExceptedStaysOut() throws Exception {
        survey.worldOf(25, 1_000);
        String user = survey.atClerk(SurveyTable.USERS).iterator().next();
        Path except = Files.writeString(files.resolve("erased"), user + "\n");

        assertThat(run("backfill", "--rate", "0", "--except", except.toString()))
                .as("%s", said())
                .isZero();

        assertThat(survey.live(SurveyTable.USERS)).doesNotContain(user).isNotEmpty();
        assertThat(survey.worker.database.rows(
                        "select count(*) from clerk.organization_memberships where user_id = '" + user + "'"))
                .containsExactly("0");
    }

    @Test
    void ofTwoRefusalsWithinAMinuteItStopsAndTheSameCommandGoesOn() throws Exception {
        survey.worldOf(26, 1_000);
        survey.clerk.misbehave(ApiFaults.NONE.with(ApiFault.REFUSED, 1_000).withRetryAfter("0"));

        assertThatThrownBy(() -> survey.run(SurveyOptions.BACKFILL))
                .isInstanceOf(SurveyStoppedException.class)
                .hasMessageContaining("429");

        survey.clerk.misbehave(ApiFaults.NONE);
        SurveyReport report = survey.run(SurveyOptions.BACKFILL.ofTables(Set.of("users")));
        assertThat(report.complete()).as("%s", report).isTrue();
    }

    /** Since the last look; without the survey's number, which is a time. */
    private List<String> audited() {
        List<String> lines = survey.worker.database.rows(
                "select action || '|' || regexp_replace(subject, 'survey=[0-9]+', 'survey=N')"
                        + " || '|' || count || case when actor like 'os:_%' and reason is null then '' else '|' || actor end"
                        + " from rollcall.audit_log where id > " + audited + " order by id");
        audited = Long.parseLong(survey.worker
                .database
                .rows("select coalesce(max(id), 0) from rollcall.audit_log")
                .getFirst());
        return lines;
    }

    @Test
    void whatChangesSomethingHasItsLinesInTheAuditAndWhatOnlyLooksHasNone() throws Exception {
        survey.worldOf(28, 600);
        survey.worker.unbind();
        assertThat(run("backfill", "--rate", "0")).as("%s", said()).isZero();
        List<String> backfill = audited();
        assertThat(backfill)
                .hasSize(3)
                .startsWith("bind|instance=" + Events.INSTANCE + " before=null|0")
                .endsWith("backfill done|survey=N tables=usual outcome=complete|" + survey.records());
        assertThat(backfill.get(1)).matches("backfill begun\\|survey=N tables=usual\\|[1-9][0-9]+");

        assertThat(run("reconcile", "--rate", "0")).as("%s", said()).isZero();
        assertThat(run("refetch", "somebody@example.com")).isEqualTo(2);
        assertThat(audited()).isEmpty();

        String user = survey.atClerk(SurveyTable.USERS).iterator().next();
        survey.worker.database.execute("update clerk.users set first_name = 'Planted' where id = '" + user + "'");
        assertThat(run("refetch", user, "user_unknown", user)).as("%s", said()).isZero();
        assertThat(run("refetch", "x_unknown")).isEqualTo(1);
        assertThat(audited())
                .containsExactly(
                        "refetch begun|entity=" + user + ",user_unknown|2",
                        "refetch done|entity=" + user + ",user_unknown outcome=complete|1",
                        "refetch begun|entity=x_unknown|1",
                        "refetch done|entity=x_unknown outcome=incomplete|0");

        survey.worker.awaitDrained();
        survey.age();
        survey.worker.database.execute("update clerk.users set first_name = 'Planted' where id = '" + user + "'");
        SurveyReport repaired = survey.run(SurveyOptions.REPAIR);
        assertThat(repaired.published()).as("%s", repaired).isEqualTo(1);
        List<String> repair = audited();
        assertThat(repair).hasSize(2).endsWith("reconcile done|survey=N repair tables=usual outcome=complete|1");
        assertThat(repair.getFirst()).startsWith("reconcile begun|survey=N repair tables=usual|");

        survey.worker.awaitDrained();
        survey.age();
        survey.objects.end(user);
        SurveyReport ended = survey.run(SurveyOptions.DRY.endingExtra(100L));
        assertThat(ended.published()).as("%s", ended).isPositive();
        List<String> ends = audited();
        assertThat(ends)
                .hasSize(2)
                .endsWith(
                        "reconcile done|survey=N end-extra tables=usual cap=100 outcome=complete|" + ended.published());
        assertThat(ends.getFirst()).startsWith("reconcile begun|survey=N end-extra tables=usual cap=100|");
    }

    @Test
    void whatClerkStoppedAndWhatGoesOnIsInTheAudit() throws Exception {
        survey.worldOf(29, 600);
        survey.steps = step -> {
            if (step.equals("checkpoint")) {
                survey.clerk.misbehave(
                        ApiFaults.NONE.with(ApiFault.REFUSED, 1_000).withRetryAfter("0"));
            }
        };
        assertThatThrownBy(() -> survey.run(SurveyOptions.BACKFILL)).isInstanceOf(SurveyStoppedException.class);
        List<String> stopped = audited();
        assertThat(stopped)
                .hasSize(2)
                .endsWith("backfill done|survey=N tables=usual outcome=stopped|" + survey.records());
        assertThat(survey.records()).isPositive();

        survey.steps = step -> {};
        survey.clerk.misbehave(ApiFaults.NONE);
        assertThat(survey.run(SurveyOptions.BACKFILL).complete()).isTrue();
        List<String> resumed = audited();
        assertThat(resumed)
                .hasSize(2)
                .endsWith("backfill done|survey=N tables=usual outcome=complete|" + survey.records());
        assertThat(resumed.getFirst()).startsWith("backfill begun|survey=N tables=usual resumed|");
    }
}
