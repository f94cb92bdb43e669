package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Examination;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.deadletters.LetterId;
import dev.rollcall.worker.operate.replay.Pace;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A row is 400 containers deep at most, and whoever reads it reads that, however deep its object was at Clerk. */
class DeepRowsIT {

    /**
     * Containers in each other in one column's value: all that a row takes beside itself, one too many, as many as consumers
     * read by default, and about as many lists as eight kilobytes have.
     */
    private static final List<Integer> DEPTHS = List.of(399, 400, 500, 4_000);

    /** As consumers of the feed and readers of the console have it: with its defaults. */
    private static final JsonMapper DEFAULTS = new JsonMapper();

    private static final Actor ACTOR = Actor.ofToken("test");
    private static final Filter OPEN = new Filter(null, null, null, null, null, false);

    private final SurveyCase survey = SurveyCase.ofDeepObjects();
    private final WorkerHarness worker = survey.worker;

    @AfterEach
    void close() {
        survey.close();
    }

    private static String lists(int count, String inside) {
        return "[".repeat(count) + inside + "]".repeat(count);
    }

    /** So deep, with a text as deep as in all of them. */
    private static String metadata(int depth, String text) {
        return metadata(text, lists(depth - 398, "\"below\""));
    }

    private static String metadata(String text, String below) {
        return "{\"deep\":" + lists(397, "\"" + text + "\"," + below) + ",\"kept\":1}";
    }

    /** What a row has of it. */
    private static String kept(int depth, String text) {
        return metadata(text, depth > 399 ? "[null]" : "[\"below\"]");
    }

    /** An object of an unknown type has one more around it: the column that holds it. */
    private static String keptOfOther(String text) {
        return metadata(text, "null");
    }

    private static String userData(int depth, String text, long at) {
        String metadata = metadata(depth, text);
        return """
                {"id":"user_%1$d","object":"user","first_name":"Planted","banned":false,"public_metadata":%2$s,
                 "private_metadata":%2$s,"unsafe_metadata":%2$s,"a_later_field":%2$s,
                 "email_addresses":[{"id":"idn_%1$d","email_address":"planted@x%1$d.example","verification":%2$s}],
                 "phone_numbers":[],"external_accounts":[],"created_at":%3$d,"updated_at":%4$d}
                """.formatted(depth, metadata, Events.BASE + depth, Events.BASE + at);
    }

    private static String organizationData(int depth) {
        return """
                {"id":"org_%1$d","object":"organization","name":"Acme","public_metadata":%2$s,"private_metadata":{},
                 "created_at":%3$d,"updated_at":%3$d}
                """.formatted(depth, metadata(depth, "user_" + depth), Events.BASE + depth);
    }

    private static Events.Event user(int depth, String text, long at) {
        return Events.event("u" + depth + "_" + at, "user.updated", at, "user_" + depth, userData(depth, text, at));
    }

    private static List<Events.Event> world() {
        List<Events.Event> events = new ArrayList<>();
        for (int depth : DEPTHS) {
            events.add(user(depth, "planted", 1_000));
            events.add(
                    Events.event("o" + depth, "organization.created", 1_000, "org_" + depth, organizationData(depth)));
            events.add(Events.event(
                    "t" + depth,
                    "team.created",
                    1_000,
                    "team_" + depth,
                    "{\"id\":\"team_%1$d\",\"plan\":%2$s,\"updated_at\":%3$d}"
                            .formatted(depth, metadata(depth, "user_" + depth), Events.BASE)));
        }
        return events;
    }

    private void deliver(List<Events.Event> events) throws InterruptedException {
        worker.produce(events);
        worker.awaitDrained();
    }

    /** PostgreSQL prints spaces, and these have none. */
    private List<String> rows(String query) {
        return worker.database.rows(query).stream()
                .map(row -> row.replace(" ", ""))
                .toList();
    }

    private void assertTheRowsAreThere() {
        for (int depth : DEPTHS) {
            String users = kept(depth, "planted");
            assertThat(rows("select public_metadata, private_metadata, unsafe_metadata, "
                            + " 'public_metadata' = any (sync_incomplete) from clerk.users where deleted_at is null and id = 'user_"
                            + depth + "'"))
                    .containsExactly(String.join("|", users, users, users, depth > 399 ? "t" : "f"));
            assertThat(rows("select public_metadata from clerk.organizations where id = 'org_" + depth + "'"))
                    .containsExactly(kept(depth, "user_" + depth));
            assertThat(rows("select data -> 'plan' from clerk.other_objects where id = 'team_" + depth + "'"))
                    .containsExactly(keptOfOther("user_" + depth));
        }
        // These have an object or a list and its element around them.
        assertThat(rows("select u.extra -> 'a_later_field' ->> 'kept', e.verification ->> 'kept' from clerk.users u"
                        + " join clerk.user_email_addresses e on e.user_id = u.id"))
                .hasSize(DEPTHS.size())
                .containsOnly("1|1");
    }

    private CommandRun command(String... arguments) {
        return CommandRun.of(worker.commandEnvironment(), List.of(arguments));
    }

    @Test
    void theConsoleShowsThemAndTheirHistory() throws Exception {
        worker.database.keepHistory(true);
        try (RunningWorker running = new RunningWorker(worker, 0);
                HttpClient client = HttpClient.newHttpClient()) {
            deliver(world());
            assertTheRowsAreThere();
            deliver(DEPTHS.stream().map(depth -> user(depth, "changed", 2_000)).toList());
            for (int depth : DEPTHS) {
                String was = kept(depth, "planted");
                String became = kept(depth, "changed");
                assertThat(valueOf(get(client, running, "user_" + depth + "?values=true"), "public_metadata"))
                        .isEqualTo(became);
                assertThat(valueOf(get(client, running, "org_" + depth + "?values=true"), "public_metadata"))
                        .isEqualTo(kept(depth, "user_" + depth));
                assertThat(get(client, running, "user_" + depth).toString()).doesNotContain("changed");
                assertThat(get(client, running, "user_" + depth + "/timeline?values=true")
                                .get("entries")
                                .valueStream()
                                .flatMap(entry -> entry.get("differences").valueStream())
                                .filter(difference ->
                                        difference.get("field").stringValue().equals("public_metadata"))
                                .map(difference -> difference.path("before").asString("") + " "
                                        + difference.path("after").asString("")))
                        .contains(was + " " + became);
                assertThat(rows("select old_values -> 'public_metadata', new_values -> 'public_metadata'"
                                + " from rollcall.history where table_name = 'users' and message_id = 'u" + depth
                                + "_2000'"))
                        .containsExactly(was + "|" + became);
            }
        }
    }

    private static JsonNode get(HttpClient client, RunningWorker running, String of)
            throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(running.at("/ops/entities/" + of)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return DEFAULTS.readTree(response.body());
    }

    private static String valueOf(JsonNode entity, String column) {
        return entity.get("fields")
                .valueStream()
                .filter(field -> field.get("name").stringValue().equals(column))
                .map(field -> field.get("value").stringValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void announcedAgainTheyAreTheSameAndConsumersReadThem() throws Exception {
        worker.start();
        deliver(world());

        CommandRun announced = command("announce", "--table", "all");

        assertThat(announced.code()).as(announced.err()).isZero();
        worker.assertFeedIsExact(false);
        for (Resource resource : List.of(Resource.USER, Resource.ORGANIZATION)) {
            Map<String, List<String>> values = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> change : worker.read(worker.topics.changes(resource))) {
                values.computeIfAbsent(new String(change.key(), StandardCharsets.UTF_8), first -> new ArrayList<>())
                        .add(new String(change.value(), StandardCharsets.UTF_8));
            }
            assertThat(values).hasSize(DEPTHS.size());
            values.forEach((id, both) -> {
                assertThat(both).as(id).hasSize(2);
                assertThat(DEFAULTS.readTree(both.getLast())).isEqualTo(DEFAULTS.readTree(both.getFirst()));
                assertThat(both.getLast().replace(" ", ""))
                        .isEqualTo(both.getFirst().replace(" ", ""));
            });
        }
    }

    @Test
    void aSurveyFindsThemExactAndWhatDiffersInTheirDepth() throws Exception {
        worker.start();
        deliver(world());
        for (int depth : DEPTHS) {
            survey.objects.put(
                    "user", (ObjectNode) Events.JSON.readTree(userData(depth, "planted", 1_000)), Owners.NONE);
            survey.objects.put("organization", (ObjectNode) Events.JSON.readTree(organizationData(depth)), Owners.NONE);
        }
        survey.age();
        long records = survey.records();

        SurveyReport exact = survey.run(SurveyOptions.REPAIR);

        assertThat(exact.complete()).as("%s", exact).isTrue();
        assertThat(exact.drift()).as("%s", exact).isZero();
        assertThat(survey.records()).isEqualTo(records);

        worker.database.execute(
                "update clerk.users set public_metadata = replace(public_metadata::text, 'planted', 'other')::jsonb,"
                        + " unsafe_metadata = replace(unsafe_metadata::text, 'planted', 'other')::jsonb;"
                        + "delete from clerk.organizations");
        SurveyReport dry = survey.run(SurveyOptions.DRY);

        assertThat(dry.complete()).as("%s", dry).isTrue();
        assertThat(of(dry, "users").found()).as("%s", dry).containsEntry(Verdict.DIFFERENT, (long) DEPTHS.size());
        assertThat(of(dry, "users").columns()).containsOnlyKeys("public_metadata", "unsafe_metadata");
        assertThat(of(dry, "organizations").found()).containsEntry(Verdict.MISSING, (long) DEPTHS.size());

        SurveyReport repaired = survey.run(SurveyOptions.REPAIR);

        assertThat(repaired.complete()).as("%s", repaired).isTrue();
        assertThat(repaired.drift()).as("%s", repaired).isZero();
        assertTheRowsAreThere();
    }

    private static SurveyReport.OfTable of(SurveyReport report, String table) {
        return report.tables().stream()
                .filter(one -> one.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofAnErasedUserNothingIsLeftInTheDepthOfAnything() throws Exception {
        worker.database.keepHistory(true);
        worker.start();
        deliver(world());
        for (int depth : DEPTHS) {
            CommandRun erased = command("erase", "user_" + depth, "--yes");
            assertThat(erased.code()).as(erased.err()).isZero();
        }
        worker.awaitDrained();
        assertThat(ErasureCase.everything(worker.database)
                        .lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).contains("planted")))
                .isEmpty();
        for (int depth : DEPTHS) {
            assertThat(rows("select public_metadata from clerk.organizations where deleted_at is null and id = 'org_"
                            + depth + "'"))
                    .containsExactly(blanked(kept(depth, "")));
            assertThat(rows("select data -> 'plan' from clerk.other_objects where deleted_at is null and id = 'team_"
                            + depth + "'"))
                    .containsExactly(blanked(keptOfOther("")));
        }
        assertThat(
                        rows(
                                "select new_values from rollcall.history where entity_id like 'org%' or entity_id like 'team%'"))
                .hasSizeGreaterThan(2 * DEPTHS.size())
                .noneMatch(values -> values.contains("\"user_"));
        worker.assertFeedIsExact();
    }

    private static String blanked(String json) {
        return json.replace("\"\"", "null");
    }

    /** The events of another instance, until it turns out to be ours. */
    @Test
    void asDeadLettersTheyAreShownAndReplayed() throws Exception {
        worker.bindTo("ins_another0000000000000000000");
        SyncLoops loops = worker.start();
        deliver(world());
        DeadLetterOffice office = new DeadLetterOffice(
                worker.database.pool,
                TestClients.of(worker.kafka.bootstrapServers()),
                worker.topics,
                Clock.systemUTC());
        assertThat(worker.deadLetterCodes()).containsExactly("wrong_instance");
        for (int depth : DEPTHS) {
            assertThat(metadataOf(office, depth).event())
                    .startsWith(kept(depth, "planted").substring(0, 400));
        }
        loops.stop();
        worker.bindTo(Events.INSTANCE);
        worker.start();

        assertThat(office.replay(OPEN, Pace.of(100_000), 100, ACTOR).replayed()).isEqualTo(3 * DEPTHS.size());

        worker.awaitDrained();
        assertTheRowsAreThere();
        worker.assertFeedIsExact();
        for (int depth : DEPTHS) {
            assertThat(metadataOf(office, depth).row()).isEqualTo(kept(depth, "planted"));
        }
    }

    private Examination.Field metadataOf(DeadLetterOffice office, int depth) throws InterruptedException {
        String id = worker.database
                .rows("select writer || '-' || \"offset\" from rollcall.dead_letters where entity_id = 'user_" + depth
                        + "'")
                .getFirst();
        CommandRun shown = command("dead-letters", "show", id, "--values", "--json");
        assertThat(shown.code()).as(shown.err()).isZero();
        return office.show(LetterId.parse(id), true, ACTOR).orElseThrow().fields().stream()
                .filter(field -> field.name().equals("data.public_metadata"))
                .findFirst()
                .orElseThrow();
    }
}
