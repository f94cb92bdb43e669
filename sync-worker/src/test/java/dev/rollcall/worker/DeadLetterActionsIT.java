package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.deadletters.DeadLetter;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Examination;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.deadletters.Forecast;
import dev.rollcall.worker.operate.deadletters.LetterId;
import dev.rollcall.worker.operate.deadletters.LetterState;
import dev.rollcall.worker.operate.deadletters.Listing;
import dev.rollcall.worker.operate.replay.Pace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators are promised about dead letters. */
class DeadLetterActionsIT {

    private static final Filter OPEN = new Filter(null, null, null, null, null, false);
    private static final Filter ALL = new Filter(null, null, null, null, null, true);
    private static final Actor ACTOR = Actor.ofToken("test");
    private static final Reason TEST_SEND = new Reason("a test send");
    private static final Pace FAST = Pace.of(100_000);

    private WorkerHarness worker;
    private SyncLoops loops;
    private DeadLetterOffice office;

    @BeforeEach
    void startWorker() {
        worker = new WorkerHarness();
        office = new DeadLetterOffice(
                worker.database.pool,
                TestClients.of(worker.kafka.bootstrapServers()),
                worker.topics,
                Clock.systemUTC());
        loops = worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    private void deliver(Events.Event... events) throws InterruptedException {
        worker.produce(List.of(events));
        worker.awaitDrained();
    }

    /** Every event of the tests becomes a dead letter while the database is another instance's copy. */
    private void bindTo(String instance) {
        loops.stop();
        worker.database.execute("delete from rollcall.instance; insert into rollcall.instance (instance_id, bound_by)"
                + " values ('" + instance + "', 'configuration')");
        loops = worker.start();
    }

    private static Events.Event undecodable(String messageId, String id) {
        return Events.event(
                messageId,
                "user.updated",
                1,
                id,
                "{\"id\":\"" + id
                        + "\",\"first_name\":\"Zoe\",\"email_addresses\":[{\"email_address\":\"zoe@x.y\"}],\"updated_at\":\"zoe@x.y\"}");
    }

    private static Events.Event user(String messageId, String id, long updatedAt, String name) {
        return Events.user(messageId, "updated", id, updatedAt, name, List.of("zoe@x.y"));
    }

    private List<DeadLetter> letters(Filter filter) throws SQLException {
        return office.list(filter, 1_000).groups().stream()
                .flatMap(group -> group.letters().stream())
                .toList();
    }

    private LetterId idOf(String messageId) {
        return LetterId.parse(worker.database
                .rows("select writer || '-' || \"offset\" from rollcall.dead_letters where message_id = '" + messageId
                        + "' order by failed_at desc limit 1")
                .getFirst());
    }

    private Forecast forecast(String messageId) throws SQLException, InterruptedException {
        return office.show(idOf(messageId), false, ACTOR).orElseThrow().forecast();
    }

    private static Filter only(LetterId id) {
        return new Filter(null, null, null, null, id, false);
    }

    private List<String> audit() {
        return worker.database.rows("select actor, action, subject, count, reason from rollcall.audit_log order by id");
    }

    private CommandRun command(String... arguments) {
        return CommandRun.of(
                worker.commandEnvironment(),
                Stream.concat(Stream.of("dead-letters"), Stream.of(arguments)).toList());
    }

    @Test
    void listsByCodeAndHourOldestFirst() throws Exception {
        deliver(
                undecodable("m1", "user_1"),
                new Events.Event("m2", "k", "zoe@x.y"),
                undecodable("m3", "user_3"),
                new Events.Event("m4", "k", "{\"zoe@x.y\":"),
                undecodable("m5", "user_5"));
        Map<String, String> times = Map.of("m1", "09:50", "m2", "09:10", "m3", "11:00", "m4", "12:00", "m5", "09:40");
        times.forEach((message, time) -> worker.database.execute("update rollcall.dead_letters set failed_at ="
                + " '2026-11-01T" + time + "Z' where message_id = '" + message + "'"));

        Listing listing = office.list(OPEN, 1_000);
        assertThat(listing.count()).isEqualTo(5);
        assertThat(listing.groups().stream()
                        .map(group -> group.code() + " " + group.hour() + " " + group.count() + " "
                                + group.letters().stream()
                                        .map(DeadLetter::messageId)
                                        .toList()))
                .containsExactly(
                        "json 2026-11-01T09:00:00Z 1 [m2]",
                        "json 2026-11-01T12:00:00Z 1 [m4]",
                        "version 2026-11-01T09:00:00Z 2 [m5, m1]",
                        "version 2026-11-01T11:00:00Z 1 [m3]");
        assertThat(office.list(OPEN, 1).groups())
                .extracting(Listing.Group::count)
                .as("all are counted, however few are listed")
                .containsExactly(1L, 1L, 2L, 1L);
        assertThat(command("list", "--since", "2026-11-01T09:40Z", "--until", "2026-11-01T11:00Z")
                        .out())
                .startsWith(
                        "CODE                  HOUR                  COUNT\n  LETTER        FAILED                EVENT ")
                .contains("version               2026-11-01T09:00:00Z  2", "user_1", "user_5", "2 dead letters")
                .doesNotContain("user_3", "json");
        assertThat(command("list", "--code", "json").out()).contains("2 dead letters (code=json open)");
        assertThat(command("list", "--entity", "user_3").out()).contains("1 dead letter (entity=user_3 open)");
        assertThat(command("list", "--since", "2026-11-02").out()).startsWith("No dead letters");
    }

    @Test
    void noListingAndNoAuditHoldsPersonalData() throws Exception {
        deliver(
                undecodable("m1", "user_1"),
                new Events.Event("m2", "zoe@x.y", "zoe@x.y"),
                new Events.Event("zoe@x.y", "k", "{\"data\":{\"id\":\"zoe@x.y\"},\"type\":\"user.created\"}"));
        assertThat(letters(OPEN)).hasSize(3);
        // A message id is the sender's; Svix makes no such one.
        worker.database.execute("update rollcall.dead_letters set message_id = 'm3' where message_id = 'zoe@x.y'");
        List<CommandRun> all = List.of(
                command("list"),
                command("list", "--json"),
                command("show", idOf("m1").toString()),
                command("show", idOf("m2").toString(), "--json"),
                command("replay", "--yes"),
                command("discard", "--reason", "seen", "--yes"));
        for (CommandRun ran : all) {
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out()).isNotEmpty().doesNotContainIgnoringCase("zoe");
        }
        // In Kafka the third has its own id.
        assertThat(all).extracting(CommandRun::code).containsExactly(0, 0, 0, 0, 1, 0);
        assertThat(command("list", "--entity", "zoe@x.y").code()).isEqualTo(2);
        assertThat(command("discard", "--reason", "zoe@x.y asked", "--yes").err())
                .contains("without an e-mail address")
                .doesNotContain("zoe");
        assertThat(audit()).isNotEmpty().allMatch(line -> !line.contains("zoe"));
    }

    /** As a process, since logging is configured once for each. */
    @Test
    void theCommandsOutputIsTheAnswerAndNothingElse() throws Exception {
        deliver(undecodable("m1", "user_1"));
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerApplication.class.getName(),
                        "dead-letters",
                        "show",
                        idOf("m1").toString(),
                        "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().putAll(worker.commandEnvironment());
        Process command = process.start();
        String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).isZero();
        assertThat(out).hasLineCount(1).startsWith("{\"letter\":{\"id\":\"").endsWith("}\n");
    }

    @Test
    void theCommandTellsWhatIsWrongInOneLine() {
        for (String[] wrong : new String[][] {
            {"mend"},
            {"list", "--code", "none"},
            {"list", "--since", "yesterday-ish"},
            {"show"},
            {"show", "1-2-3"},
            {"show", "1-999999"},
            {"replay", "--rate", "0"},
            {"replay", "--colour", "blue"},
            {"discard", "--yes"},
            {"discard", "--reason", " "},
        }) {
            CommandRun ran = command(wrong);
            assertThat(ran.code()).isIn(1, 2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).hasLineCount(1).startsWith("rollcall dead-letters: ");
        }
    }

    @Test
    void showSaysWhatAReplayWouldDo() throws Exception {
        bindTo("ins_other");
        deliver(
                user("fresh", "user_new", 5_000, "Zoe"),
                user("newer", "user_1", 5_000, "Zoe"),
                user("older", "user_1", 1_000, "Zoe"),
                user("ended", "user_2", 5_000, "Zoe"),
                Events.membership("orphan", "created", "orgmem_1", "org_1", "user_2", 5_000, "org:admin"),
                Events.deleted("end", "user", "user_1", 9_000),
                Events.user("refused", "created", "user_3", 1, "refused", List.of()),
                undecodable("bad", "user_4"));
        assertThat(forecast("fresh"))
                .isEqualTo(new Forecast.DiesAgain(
                        FailureCode.WRONG_INSTANCE,
                        "the event is of " + Events.INSTANCE + ", this database is a copy of ins_other"));
        bindTo(Events.INSTANCE);
        deliver(user("present", "user_1", 3_000, "Max"), Events.deleted("gone", "user", "user_2", 1_000));

        assertThat(forecast("fresh")).isEqualTo(new Forecast.Applies("it writes a new row"));
        assertThat(forecast("newer")).isEqualTo(new Forecast.Applies("it is newer than the row"));
        assertThat(forecast("older")).isEqualTo(new Forecast.NoEffect("the row has a newer version"));
        assertThat(forecast("ended"))
                .isEqualTo(new Forecast.NoEffect("the object was deleted, and what ended takes no state any more"));
        assertThat(forecast("orphan").sentence()).contains("ended", "user_id");
        assertThat(forecast("end")).isEqualTo(new Forecast.Applies("it ends the row"));
        assertThat(forecast("bad"))
                .isEqualTo(new Forecast.DiesAgain(
                        FailureCode.VERSION,
                        "updated_at is neither a whole number of milliseconds nor a time in RFC 3339"));
        worker.database.execute(
                "alter table clerk.users add constraint some_are_refused check (first_name <> 'refused')");
        office.replay(only(idOf("refused")), FAST, 1, ACTOR);
        worker.awaitDrained();
        assertThat(forecast("refused")).isInstanceOf(Forecast.Unforeseen.class);

        // What it says is what happens.
        office.replay(OPEN, FAST, 100, ACTOR);
        worker.awaitDrained();
        assertThat(worker.database.rows("select id, deleted_at is not null from clerk.users order by id"))
                .containsExactly("user_1|t", "user_2|t", "user_new|f");
        assertThat(worker.database.rows("select id, deleted_at is not null from clerk.organization_memberships"))
                .containsExactly("orgmem_1|t");
        assertThat(forecast("fresh")).isEqualTo(new Forecast.NoEffect("the same message has been applied"));
        worker.assertFeedIsExact();
    }

    @Test
    void showPutsTheEventBesideTheRowAndHidesValuesUnlessAsked() throws Exception {
        bindTo("ins_other");
        deliver(user("m1", "user_1", 5_000, "Zoe"));
        bindTo(Events.INSTANCE);
        deliver(user("m2", "user_1", 3_000, "Max"));

        Examination examination = office.show(idOf("m1"), false, ACTOR).orElseThrow();
        assertThat(examination.fields())
                .contains(
                        new Examination.Field("type", "string", null),
                        new Examination.Field("data.first_name", "string", "string"),
                        new Examination.Field("data.email_addresses", "array of 1", null),
                        new Examination.Field("data.favourite_colour", "string", null));
        assertThat(examination.eventVersion().messageId()).isEqualTo("m1");
        assertThat(examination.rowVersion().messageId()).isEqualTo("m2");
        assertThat(examination.foundIn()).isEqualTo(worker.topics.events());
        String shown = command("show", idOf("m1").toString()).out();
        assertThat(shown)
                .contains("data.first_name", "m1", "m2", "A replay would apply it: it is newer than the row.")
                .doesNotContain("Zoe", "Max", "zoe@x.y", "blue");
        assertThat(audit()).isEmpty();

        assertThat(command("show", idOf("m1").toString(), "--values").out()).contains("\"Zoe\"", "\"Max\"", "zoe@x.y");
        assertThat(audit())
                .containsExactly("os:" + System.getProperty("user.name") + "|dead-letters show-values|id=" + idOf("m1")
                        + "|1|-");
    }

    @Test
    void aDryRunCountsAndChangesNothing() throws Exception {
        deliver(undecodable("m1", "user_1"), undecodable("m2", "user_2"));
        assertThat(command("replay").out())
                .contains("2 dead letters match: 2 version.", "Dry run: nothing was published", "--yes");
        assertThat(command("discard", "--reason", "seen").out()).contains("2 dead letters match", "Dry run");
        assertThat(worker.read(worker.topics.events())).hasSize(2);
        assertThat(letters(OPEN)).hasSize(2);
        assertThat(audit()).isEmpty();
    }

    @Test
    void aReplayAppliesWhatWasDeadForAPassingReason() throws Exception {
        bindTo("ins_other");
        deliver(user("m1", "user_1", 5_000, "Zoe"), user("m2", "user_2", 5_000, "Max"));
        assertThat(letters(OPEN)).extracting(DeadLetter::code).containsOnly("wrong_instance");
        assertThat(worker.database.count("clerk.users")).isZero();
        bindTo(Events.INSTANCE);

        ConsumerRecord<byte[], byte[]> before = worker.read(worker.topics.events()).stream()
                .filter(record -> WorkerHarness.header(record, "webhook-id").equals("m1"))
                .findFirst()
                .orElseThrow();
        CommandRun ran = command("replay", "--id", idOf("m1").toString(), "--yes");
        assertThat(ran.out()).contains("1 dead letter matches: 1 wrong_instance.", "Replayed 1;");
        worker.awaitDrained();

        assertThat(worker.database.rows("select id, first_name, sync_message_id from clerk.users"))
                .containsExactly("user_1|Zoe|m1");
        ConsumerRecord<byte[], byte[]> again = worker.read(worker.topics.events()).stream()
                .filter(record -> record.headers().lastHeader("rollcall-origin") != null)
                .findFirst()
                .orElseThrow();
        assertThat(again.value()).as("the exact bytes").isEqualTo(before.value());
        assertThat(again.key()).isEqualTo(before.key());
        assertThat(again.partition()).isEqualTo(before.partition());
        assertThat(headers(again))
                .containsAllEntriesOf(headers(before))
                .containsEntry("rollcall-origin", "replay")
                .containsEntry("rollcall-origin-topic", worker.topics.events())
                .containsEntry("rollcall-origin-partition", Integer.toString(before.partition()))
                .containsEntry("rollcall-origin-offset", Long.toString(before.offset()))
                .doesNotContainKeys("rollcall-failure-code", "rollcall-failure-kind", "rollcall-failure-reason");
        assertThat(letters(OPEN)).extracting(DeadLetter::messageId).containsExactly("m2");
        String user = "os:" + System.getProperty("user.name");
        assertThat(letters(ALL))
                .filteredOn(letter -> letter.state() == LetterState.REPLAYED)
                .singleElement()
                .satisfies(letter -> assertThat(letter.action().by()).isEqualTo(user));
        assertThat(audit())
                .containsExactly(
                        user + "|dead-letters replay-begun|id=" + idOf("m1") + " open|1|-",
                        user + "|dead-letters replay-done|id=" + idOf("m1") + " open|1|-");
        worker.assertFeedIsExact();
        worker.assertCountersBalance();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Test
    void aReplayNeverPutsAnOlderVersionOverANewerOne() throws Exception {
        bindTo("ins_other");
        deliver(
                user("old", "user_1", 1_000, "Old"),
                user("late", "user_2", 9_000, "Late"),
                Events.deleted("unborn", "user", "user_3", 1_000));
        bindTo(Events.INSTANCE);
        deliver(
                user("new", "user_1", 2_000, "New"),
                Events.deleted("end", "user", "user_2", 3_000),
                user("alive", "user_3", 500, "Alive"));

        assertThat(office.replay(OPEN, FAST, 100, ACTOR)).isEqualTo(new DeadLetterOffice.Replayed(3, 0));
        worker.awaitDrained();
        assertThat(worker.database.rows(
                        "select id, first_name, deleted_at is not null, sync_message_id from clerk.users order by id"))
                .as("the newer state and the end stay; a delete is final whenever it comes")
                .containsExactly("user_1|New|f|new", "user_2|-|t|end", "user_3|Alive|t|unborn");
        worker.assertFeedIsExact();
    }

    @Test
    void aLetterThatDiesAgainIsOpenAgainAndIsReplayedOnceOnly() throws Exception {
        deliver(undecodable("m1", "user_1"), undecodable("m2", "user_2"));
        LetterId first = idOf("m1");
        assertThat(office.replay(OPEN, FAST, 100, ACTOR)).isEqualTo(new DeadLetterOffice.Replayed(2, 0));
        worker.awaitDrained();
        assertThat(letters(OPEN)).hasSize(2).extracting(DeadLetter::id).doesNotContain(first);
        assertThat(letters(ALL)).hasSize(4);
        assertThat(worker.read(worker.topics.deadLetters())).hasSize(4);
        assertThat(office.count(OPEN)).containsExactly(Map.entry("version", 2L));
        // Its copy in the dead-letter topic names where it stood this time.
        assertThat(forecast("m1")).isInstanceOf(Forecast.DiesAgain.class);
    }

    @Test
    void aCallPublishesItsMostAndNoMore() throws Exception {
        deliver(undecodable("m1", "user_1"), undecodable("m2", "user_1"), undecodable("m3", "user_1"));
        assertThat(office.replay(OPEN, FAST, 2, ACTOR).replayed()).isEqualTo(2);
        worker.awaitDrained();
        assertThat(letters(ALL))
                .filteredOn(letter -> letter.state() == LetterState.REPLAYED)
                .extracting(DeadLetter::messageId)
                .containsExactly("m1", "m2");
    }

    @Test
    void discardingNeedsAReasonAndIsKept() throws Exception {
        deliver(undecodable("m1", "user_1"), new Events.Event("m2", "k", "nonsense"));
        assertThat(command("discard", "--yes").err()).contains("--reason");
        assertThatThrownBy(() -> Reason.required(null)).isInstanceOf(IllegalArgumentException.class);
        assertThat(letters(OPEN)).hasSize(2);

        assertThat(office.discard(new Filter(FailureCode.JSON, null, null, null, null, false), TEST_SEND, ACTOR))
                .isEqualTo(1);
        assertThat(letters(OPEN)).extracting(DeadLetter::messageId).containsExactly("m1");
        assertThat(command("list", "--all").out()).contains("[discarded ", "by token:test: a test send]");
        assertThat(audit()).containsExactly("token:test|dead-letters discard|code=json open|1|a test send");
        assertThatThrownBy(() -> office.discard(ALL, TEST_SEND, ACTOR)).isInstanceOf(IllegalArgumentException.class);
        assertThat(worker.read(worker.topics.deadLetters()))
                .as("its bytes stay in Kafka")
                .hasSize(2);
    }

    @Test
    void theAuditCannotBeChangedByTheWorkersLoginAndIsReadByTheBackend() throws Exception {
        deliver(undecodable("m1", "user_1"));
        office.discard(OPEN, TEST_SEND, ACTOR);
        try (Connection sync = worker.database.connect("rollcall_sync");
                Statement statement = sync.createStatement()) {
            for (String sql : List.of(
                    "update rollcall.audit_log set actor = 'somebody'",
                    "delete from rollcall.audit_log",
                    "truncate rollcall.audit_log",
                    "insert into rollcall.audit_log (id, actor, action, subject, count) overriding system value values (1, 'token:alice', 'b', 'c', 1)",
                    "insert into rollcall.audit_log (id, actor, action, subject, count) overriding user value values (1, 'token:alice', 'b', 'c', 1)",
                    "insert into rollcall.audit_log (at, actor, action, subject, count) values ('2020-01-01', 'token:alice', 'b', 'c', 1)",
                    "select setval(pg_get_serial_sequence('rollcall.audit_log', 'id'), 1)")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
        }
        try (Connection backend = worker.database.connect("rollcall_backend");
                Statement statement = backend.createStatement()) {
            assertThat(statement
                            .executeQuery("select 1 from rollcall.audit_log")
                            .next())
                    .isTrue();
            assertThatThrownBy(() -> statement.execute("insert into rollcall.audit_log (actor, action, subject, count)"
                            + " values ('a', 'b', 'c', 1)"))
                    .isInstanceOf(SQLException.class);
        }
        try (Connection tenant = worker.database.connect("rollcall_tenant");
                Statement statement = tenant.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("select 1 from rollcall.audit_log"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private void deleteRecords(String topic) throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (int partition = 0; partition < 12; partition++) {
            all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
        }
        worker.admin.deleteRecords(all).all().get();
    }

    @Test
    void whatTheLogNoLongerHasIsFoundAmongTheDeadLetters() throws Exception {
        bindTo("ins_other");
        deliver(user("m1", "user_1", 5_000, "Zoe"), user("m2", "user_1", 4_000, "Zoe"));
        bindTo(Events.INSTANCE);
        deleteRecords(worker.topics.events());
        assertThat(office.show(idOf("m1"), false, ACTOR).orElseThrow().foundIn())
                .isEqualTo(worker.topics.deadLetters());
        office.replay(only(idOf("m1")), FAST, 100, ACTOR);
        worker.awaitDrained();
        assertThat(worker.database.rows("select id, first_name, sync_message_id from clerk.users"))
                .containsExactly("user_1|Zoe|m1");
        assertThat(worker.read(worker.topics.events()))
                .singleElement()
                .satisfies(record -> assertThat(headers(record))
                        .doesNotContainKeys(
                                "rollcall-failure-code", "rollcall-failure-kind", "rollcall-failure-reason"));

        deleteRecords(worker.topics.deadLetters());
        assertThat(forecast("m2")).isEqualTo(new Forecast.Gone());
        assertThat(office.replay(OPEN, FAST, 100, ACTOR)).isEqualTo(new DeadLetterOffice.Replayed(0, 1));
        CommandRun told = command("replay", "--yes");
        assertThat(told.out()).contains("Replayed 0", "1 cannot be replayed");
        assertThat(told.code()).isEqualTo(1);
        assertThat(letters(OPEN))
                .as("it stays open")
                .extracting(DeadLetter::messageId)
                .containsExactly("m2");
    }

    @Test
    void aDeadLetterIsSafeInKafkaWhilePostgresqlRefusesToListIt() throws Exception {
        worker.database.execute("revoke insert on rollcall.dead_letters from rollcall_sync");
        worker.produce(List.of(undecodable("m1", "user_1")));
        worker.await("the refusal", () -> !worker.failures.isEmpty());
        assertThat(worker.database.count("rollcall.dead_letters")).isZero();
        assertThat(worker.read(worker.topics.events())).hasSize(1);
        assertThat(worker.lag()).as("nobody has passed over it").isEqualTo(1);

        worker.database.execute("grant insert on rollcall.dead_letters to rollcall_sync");
        worker.awaitDrained();
        assertThat(letters(OPEN)).extracting(DeadLetter::messageId).containsExactly("m1");
        assertThat(worker.read(worker.topics.deadLetters()))
                .singleElement()
                .satisfies(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .isEqualTo(undecodable("m1", "user_1").body()));
    }
}
