package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.simulator.api.ApiFaults;
import dev.rollcall.simulator.api.Feature;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a survey refuses and says before it walks. */
class SurveyPreflightIT {

    private static final String BINDING = "select instance_id from rollcall.instance";

    private final SurveyCase survey = new SurveyCase();
    private final SurveyCommandLine command = new SurveyCommandLine(survey);

    @AfterEach
    void stop() {
        survey.close();
    }

    private void backfilled(long seed) throws Exception {
        survey.worldOf(seed, 1_500);
        SurveyReport report = survey.run(SurveyOptions.BACKFILL);
        assertThat(report.complete()).as("%s", report).isTrue();
        survey.age();
        survey.said.clear();
    }

    private JsonNode json(String table) {
        return JsonMapper.shared()
                .readTree(command.output())
                .get("tables")
                .valueStream()
                .filter(one -> one.get("table").stringValue().equals(table))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyABackfillBindsTheDatabase() throws Exception {
        survey.worldOf(51, 300);
        survey.worker.unbind();

        for (SurveyOptions options : List.of(SurveyOptions.DRY, SurveyOptions.REPAIR.endingExtra(null))) {
            assertThatThrownBy(() -> survey.run(options))
                    .isInstanceOf(RefusedAsThingsAreException.class)
                    .hasMessageContaining("run backfill first");
        }
        assertThat(command.run("refetch", "user_1")).isEqualTo(1);
        assertThat(command.said()).contains("run backfill first");
        assertThat(survey.worker.database.rows(BINDING)).isEmpty();
        assertThat(survey.records()).isZero();

        assertThat(survey.run(SurveyOptions.BACKFILL).complete()).isTrue();
        assertThat(survey.worker.database.rows(BINDING)).containsExactly(Events.INSTANCE);
    }

    @Test
    void aDatabaseWithRowsIsNotBoundByAKey() throws Exception {
        backfilled(52);
        survey.worker.unbind();
        long records = survey.records();

        assertThatThrownBy(() -> survey.run(SurveyOptions.BACKFILL))
                .isInstanceOf(RefusedAsThingsAreException.class)
                .hasMessageContaining("has rows and is bound to no Clerk instance");

        assertThat(survey.worker.database.rows(BINDING)).isEmpty();
        assertThat(survey.records()).isEqualTo(records);
    }

    @Test
    void aKeyOfAnotherInstanceThanIsConfiguredBindsNothing() {
        survey.worldOf(53, 300);
        survey.worker.unbind();
        command.environment.put("CLERK_INSTANCE_ID", "ins_production0000000000000000");

        assertThat(command.run("backfill")).isEqualTo(2);

        assertThat(command.said())
                .contains("CLERK_SECRET_KEY is of " + Events.INSTANCE)
                .contains("CLERK_INSTANCE_ID is ins_production0000000000000000");
        assertThat(survey.worker.database.rows(BINDING)).isEmpty();
        assertThat(survey.records()).isZero();
    }

    @Test
    void whatIsLeftOutAndWhatIsOnlyCountedIsNamed() throws Exception {
        survey.worldOf(54, 1_500);
        survey.run(SurveyOptions.BACKFILL);
        assertThat(survey.said)
                .contains("organization_invitations: left out; it has no rows here, --tables asks for it")
                .contains("waitlist_entries: left out; it has no rows here, --tables asks for it")
                .contains("This database holds no row, so it cannot know who was erased: give their ids with --except");

        String user = survey.atClerk(SurveyTable.USERS).iterator().next();
        survey.worker.produce(List.of(
                Events.event(
                        "msg_1",
                        "session.created",
                        5,
                        "sess_1",
                        "{\"id\":\"sess_1\",\"object\":\"session\",\"user_id\":\"" + user
                                + "\",\"status\":\"active\",\"updated_at\":1700000000000}"),
                Events.event(
                        "msg_2",
                        "waitlistEntry.created",
                        5,
                        "wle_1",
                        "{\"id\":\"wle_1\",\"object\":\"waitlist_entry\",\"email_address\":\"a@b.c\","
                                + "\"updated_at\":1700000000000}")));
        survey.worker.awaitDrained();
        survey.said.clear();
        SurveyReport report = survey.run(SurveyOptions.DRY);
        assertThat(survey.said)
                .contains("sessions: 1 live row; not surveyed in this release")
                .noneMatch(line -> line.startsWith("waitlist_entries: left out"))
                .noneMatch(line -> line.contains("who was erased"));
        assertThat(report.tables())
                .extracting(SurveyReport.OfTable::table)
                .contains("waitlist_entries")
                .doesNotContain("sessions", "organization_invitations");

        survey.said.clear();
        survey.run(SurveyOptions.DRY.ofTables(Set.of("users")));
        assertThat(survey.said)
                .contains("organizations: left out; --tables does not name it")
                .noneMatch(line -> line.startsWith("users: left out"));
    }

    @Test
    void itSaysHowMuchThereIsToAskAndHowLongThatTakes() throws Exception {
        backfilled(55);

        assertThat(command.run("reconcile", "--rate", "500"))
                .as("%s", command.said())
                .isZero();
        assertThat(command.said())
                .containsPattern("reconcile of " + Events.INSTANCE
                        + ": [0-9,]+ objects, about [0-9]+ requests, [0-9]+ s or more at" + " 500\\.0 a second");
        assertThat(command.run("backfill", "--rate", "0"))
                .as("%s", command.said())
                .isZero();
        assertThat(command.said())
                .containsPattern("about [0-9]+ requests, as fast as Clerk answers, at most [0-9]+ MB into Kafka");
    }

    @Test
    void tablesOfWhichNoWebhookHasEverComeAreNamedBeforeAndAfter() throws Exception {
        backfilled(56);
        String user = survey.atClerk(SurveyTable.USERS).iterator().next();
        survey.objects.change(
                "user",
                user,
                object -> object.put("updated_at", object.get("updated_at").longValue() + 5));
        String now = survey.objects.live("user").stream()
                .filter(object -> object.get("id").stringValue().equals(user))
                .findFirst()
                .orElseThrow()
                .toString();
        survey.worker.produce(List.of(Events.event("msg_1", "user.updated", 5, user, now)));
        survey.worker.awaitDrained();

        assertThat(command.run("reconcile", "--rate", "0"))
                .as("%s", command.said())
                .isZero();

        String without = "No webhook has ever come for organizations, organization_memberships, roles, permissions: ";
        assertThat(command.said())
                .contains(without + "until one does, nothing keeps what this survey finds there")
                .containsPattern(without + "that is as of [0-9T:.-]+Z; nothing keeps it so until webhooks flow");

        assertThat(command.run("reconcile", "--rate", "0", "--json"))
                .as("%s", command.said())
                .isZero();
        assertThat(json("users").get("webhooks").booleanValue()).isTrue();
        assertThat(json("organizations").get("webhooks").booleanValue()).isFalse();
        assertThat(Instant.parse(JsonMapper.shared()
                        .readTree(command.output())
                        .get("asOf")
                        .stringValue()))
                .isEqualTo(Instant.ofEpochMilli(Long.parseLong(survey.worker
                        .database
                        .rows("select (extract(epoch from started_at) * 1000)::bigint from rollcall.survey_runs"
                                + " order by run desc limit 1")
                        .getFirst())));
    }

    @Test
    void whatIsOffFromTheStartGetsNoFigureAndIsIncompleteWhileRowsOfItLive() throws Exception {
        survey.clerk.misbehave(ApiFaults.NONE.withOff(Feature.ORGANIZATIONS));
        survey.worldOf(57, 1_500);
        SurveyReport without = survey.run(SurveyOptions.BACKFILL);
        assertThat(without.complete())
                .as("no row of it lives here: %s", without)
                .isTrue();
        survey.clerk.misbehave(ApiFaults.NONE);
        assertThat(survey.run(SurveyOptions.BACKFILL).complete()).isTrue();
        survey.age();
        survey.worker.database.execute("delete from rollcall.drift");
        long records = survey.records();

        survey.clerk.misbehave(ApiFaults.NONE.withOff(Feature.ORGANIZATIONS));
        assertThat(command.run("reconcile", "--rate", "0", "--repair", "--end-extra", "--json"))
                .as("%s", command.said())
                .isEqualTo(4);

        assertThat(command.errors())
                .contains("organizations: not available to this key or instance; it gets no figure");
        assertThat(json("organizations").get("available").booleanValue()).isFalse();
        assertThat(json("organizations").get("found").isEmpty()).isTrue();
        assertThat(json("users").get("available").booleanValue()).isTrue();
        JsonNode answer = JsonMapper.shared().readTree(command.output());
        assertThat(answer.get("complete").booleanValue()).isFalse();
        assertThat(answer.get("reasons").toString())
                .contains("organizations: unavailable, while "
                        + survey.live(SurveyTable.ORGANIZATIONS).size() + " rows of it live here");
        assertThat(survey.worker.database.rows("select distinct \"table\" from rollcall.drift"))
                .containsExactly("users");
        assertThat(survey.records()).isEqualTo(records);
    }
}
