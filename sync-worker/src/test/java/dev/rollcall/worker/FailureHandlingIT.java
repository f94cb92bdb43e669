package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.worker.Events.Event;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What each kind of failure leads to: a dead letter for the guilty record alone, or waiting, and nothing else. */
class FailureHandlingIT {

    /** What {@link #refuseSome} makes the database refuse, as a column's own rule might. */
    private static Event refusedByDatabase(String messageId, String id) {
        return Events.user(messageId, "created", id, 1, "refused", List.of());
    }

    private static void refuseSome(WorkerHarness worker) {
        worker.database.execute(
                "alter table clerk.users add constraint some_are_refused check (first_name <> 'refused')");
    }

    private static List<Event> users(String prefix, int count) {
        List<Event> events = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            events.add(Events.user(prefix + index, "created", "user_" + prefix + index, 1, "n", List.of("a@x.y")));
        }
        return events;
    }

    @Test
    void onlyTheRecordsThatTheDatabaseRefusesBecomeDeadLetters() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            refuseSome(worker);
            List<Event> events = new ArrayList<>(users("a", 300));
            events.add(0, refusedByDatabase("bad0", "user_bad0"));
            events.add(150, refusedByDatabase("bad1", "user_bad1"));
            events.add(refusedByDatabase("bad2", "user_bad2"));
            worker.produce(events);
            worker.start();
            worker.awaitDrained();
            assertThat(worker.database.rows(
                            "select entity_id, code, kind, reason from rollcall.dead_letters order by entity_id"))
                    .containsExactly(
                            "user_bad0|refused_by_database|data|refused alone: SQLSTATE 23514",
                            "user_bad1|refused_by_database|data|refused alone: SQLSTATE 23514",
                            "user_bad2|refused_by_database|data|refused alone: SQLSTATE 23514");
            assertThat(worker.database.count("clerk.users")).isEqualTo(300);
            worker.assertFeedIsExact();
            worker.assertCountersBalance();
            assertThat(worker.outcome("dead_lettered")).isEqualTo(3);
        }
    }

    @Test
    void anOlderGoodVersionWinsWhenTheNewerOneIsRefused() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            refuseSome(worker);
            Event refused = Events.user("m2", "updated", "user_1", 99, "refused", List.of());
            worker.produce(List.of(Events.user("m1", "created", "user_1", 5, "Good", List.of()), refused));
            worker.start();
            worker.awaitDrained();
            assertThat(worker.database.rows("select first_name from clerk.users"))
                    .containsExactly("Good");
        }
    }

    @Test
    void whatCannotBeUnderstoodBecomesADeadLetterWithItsCodeAndItsExactBytes() throws Exception {
        Map<String, String> bodies = new TreeMap<>();
        String data = ",\"data\":{\"id\":\"user_1\",\"updated_at\":1700000000000}";
        bodies.put("empty", "");
        bodies.put("json", "{\"type\":");
        bodies.put("json2", "{} {}");
        bodies.put("shape", "[1]");
        bodies.put("duplicate_key", "{\"type\":\"user.created\",\"type\":\"user.created\"" + data + "}");
        bodies.put(
                "duplicate_key2",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\",\"banned\":true,\"banned\":false}}");
        bodies.put("schema", "{\"type\":\"user.created\"}");
        bodies.put("schema2", "{\"object\":\"other\",\"type\":\"user.created\"" + data + "}");
        bodies.put("schema3", "{\"type\":\"user.created\",\"data\":{\"id\":\"org_1\"}}");
        bodies.put("schema4", "{\"type\":\"organizationMembership.created\",\"data\":{\"id\":\"orgmem_1\"}}");
        bodies.put("schema5", "{\"type\":\"user.frobnicated\",\"data\":{\"id\":\"user_1\",\"deleted\":true}}");
        bodies.put("version", "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\",\"updated_at\":-5}}");
        bodies.put(
                "version2",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\",\"updated_at\":9223372036854775807}}");
        bodies.put("version3", "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\",\"updated_at\":\"soon\"}}");
        try (WorkerHarness worker = new WorkerHarness()) {
            bodies.forEach((name, body) -> worker.produce(List.of(new Event("msg_" + name, "k", body))));
            worker.start();
            worker.awaitDrained();
            assertThat(worker.database.rows("select message_id, code from rollcall.dead_letters order by 1"))
                    .containsExactlyElementsOf(bodies.keySet().stream()
                            .map(name -> "msg_" + name + "|" + name.replaceAll("[0-9]", ""))
                            .toList());
            Map<String, String> dead = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> record : worker.read(worker.topics.deadLetters())) {
                dead.put(
                        WorkerHarness.header(record, "webhook-id").substring(4),
                        new String(record.value(), StandardCharsets.UTF_8));
                assertThat(WorkerHarness.header(record, "rollcall-origin-topic"))
                        .isEqualTo(worker.topics.events());
            }
            assertThat(dead).isEqualTo(bodies);
            assertThat(worker.database.count("clerk.users")).isZero();
            worker.assertCountersBalance();
        }
    }

    /** Compressed it passes every limit of clerk.events; as a dead letter it would pass none. */
    @Test
    void aForeignRecordThatNoTopicTakesDoesNotHoldItsPartition() throws Exception {
        byte[] huge = new byte[6 * 1024 * 1024];
        try (WorkerHarness worker = new WorkerHarness();
                KafkaProducer<byte[], byte[]> foreign = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                worker.kafka.bootstrapServers(),
                                "compression.type",
                                "lz4",
                                "max.request.size",
                                8 * 1024 * 1024),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(worker.topics.events(), 3, "foreign".getBytes(StandardCharsets.UTF_8), huge);
            record.headers().add("webhook-id", "msg_huge".getBytes(StandardCharsets.UTF_8));
            foreign.send(record).get();
            worker.produce(users("behind", 3), 3);
            worker.start("worker-0", 1);
            worker.awaitDrained();
            assertThat(worker.database.count("clerk.users")).isEqualTo(3);
            assertThat(worker.database.count("rollcall.dead_letters")).isEqualTo(1);
            assertThat(worker.read(worker.topics.deadLetters())).singleElement().satisfies(dead -> {
                assertThat(dead.value()).isNull();
                assertThat(WorkerHarness.header(dead, "webhook-id")).isEqualTo("msg_huge");
                assertThat(Integer.parseInt(WorkerHarness.header(dead, "rollcall-bytes-left-out")))
                        .isEqualTo(huge.length);
            });
            worker.assertCountersBalance();
        }
    }

    @Test
    void aPoisonRecordFollowedByACrashIsDeadLetteredOnce() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            refuseSome(worker);
            worker.produce(List.of(refusedByDatabase("bad", "user_bad"), new Event("bad2", "user_bad", "nonsense")));
            AtomicBoolean armed = new AtomicBoolean(true);
            worker.onStep(step -> {
                if (step == BatchStep.DATABASE_COMMITTED && armed.getAndSet(false)) {
                    throw new AssertionError("crash");
                }
            });
            worker.start("worker-0", 1);
            worker.await("the crash", () -> !worker.ended.isEmpty());
            worker.start("worker-0", 1);
            worker.awaitDrained();
            assertThat(worker.database.count("rollcall.dead_letters")).isEqualTo(2);
            assertThat(worker.read(worker.topics.deadLetters())).hasSize(2);
        }
    }

    /** As an operator might set it by mistake: it holds what died, and nothing else. */
    @Test
    void aDeadLetterThatItsTopicRefusesIsWaitedForAndKeepsItsCode() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            largestDeadLetter(worker, 200);
            worker.produce(List.of(new Event("bad", "user_bad", "nonsense")), 3);
            worker.produce(users("a", 20), 4);
            worker.start("worker-0", 1);
            worker.await("the others to pass", () -> worker.database.count("clerk.users") == 20);
            worker.await(
                    "the refusal",
                    () -> worker.failures.stream()
                            .anyMatch(failure -> failure.label().equals("DeadLetterRefusedException")));
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            largestDeadLetter(worker, 4 * 1024 * 1024);
            worker.awaitDrained();
            assertThat(worker.deadLetterCodes()).isEqualTo(Set.of("json"));
            assertThat(worker.read(worker.topics.deadLetters())).hasSize(1);
            worker.assertCountersBalance();
        }
    }

    private static void largestDeadLetter(WorkerHarness worker, int bytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, worker.topics.deadLetters());
        AlterConfigOp largest = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        worker.admin
                .incrementalAlterConfigs(Map.of(topic, List.of(largest)))
                .all()
                .get();
    }

    @Test
    void aMissingTableHoldsItsRecordsAndLetsTheOthersPass() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.database.execute("alter table clerk.users rename to users_away");
            worker.produce(users("a", 5), 3);
            List<Event> organizations = new ArrayList<>();
            for (int index = 0; index < 20; index++) {
                organizations.add(Events.organization("o" + index, "created", "org_" + index, 1, "n"));
            }
            worker.produce(organizations, 4);
            worker.start("worker-0", 1);
            worker.await("the others to pass", () -> worker.database.count("clerk.organizations") == 20);
            assertThat(worker.failures).extracting(Failure::kind).contains(FailureKind.UNKNOWN);
            worker.database.execute("alter table clerk.users_away rename to users");
            worker.awaitDrained();
            assertThat(worker.database.count("clerk.users")).isEqualTo(5);
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            worker.assertFeedIsExact();
        }
    }

    @Test
    void aReadOnlyDatabaseIsWaitedOut() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            readOnly(worker, "on");
            worker.produce(users("a", 50));
            worker.start();
            worker.await(
                    "refusals",
                    () -> worker.failures.stream()
                            .anyMatch(failure -> failure.label().contains("25006")));
            readOnly(worker, "off");
            worker.awaitDrained();
            assertThat(worker.database.count("clerk.users")).isEqualTo(50);
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            worker.assertFeedIsExact();
        }
    }

    private static void readOnly(WorkerHarness worker, String mode) {
        worker.database.execute("alter role rollcall_sync in database " + worker.database.name
                + " set default_transaction_read_only = " + mode);
        try (Connection connection = worker.database.administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                    + worker.database.name + "' and pid <> pg_backend_pid()");
        } catch (java.sql.SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aLockHeldByAForeignSessionIsWaitedOut() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.produce(users("a", 10));
            worker.start();
            worker.awaitDrained();
            try (Connection foreign = worker.database.administrator();
                    Statement statement = foreign.createStatement()) {
                foreign.setAutoCommit(false);
                statement.execute("select * from clerk.users where id = 'user_a3' for update");
                worker.produce(List.of(Events.user("later", "updated", "user_a3", 9, "Later", List.of())));
                worker.await(
                        "a lock timeout",
                        () -> worker.failures.stream()
                                .anyMatch(failure -> failure.label().contains("55P03")));
                foreign.rollback();
            }
            worker.awaitDrained();
            assertThat(worker.database.rows("select first_name from clerk.users where id = 'user_a3'"))
                    .containsExactly("Later");
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            worker.assertFeedIsExact();
        }
    }

    @Test
    void anEventOfAnotherInstanceNeverBecomesARow() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.start();
            worker.produce(List.of(Events.user("m1", "created", "user_1", 1, "Mine", List.of())));
            worker.awaitDrained();
            Event foreign = Events.user("m2", "created", "user_2", 1, "Theirs", List.of());
            worker.produce(List.of(
                    new Event("m2", "user_2", foreign.body().replace(Events.INSTANCE, "ins_other")),
                    new Event(
                            "m3",
                            "user_3",
                            Events.user("m3", "created", "user_3", 1, "Old", List.of())
                                    .body()
                                    .replace("\"instance_id\":\"" + Events.INSTANCE + "\",", "")),
                    new Event(
                            "m4",
                            "user_4",
                            Events.user("m4", "created", "user_4", 1, "Of today", List.of())
                                    .body()
                                    .replace("\"instance_id\":\"" + Events.INSTANCE + "\",", "")
                                    .replace(
                                            "\"timestamp\":" + (Events.BASE + 8),
                                            "\"timestamp\":" + System.currentTimeMillis()))));
            worker.awaitDrained();
            assertThat(worker.database.rows("select id from clerk.users order by 1"))
                    .containsExactly("user_1", "user_4");
            assertThat(worker.deadLetterCodes()).isEqualTo(Set.of("wrong_instance", "unbound_instance"));
            assertThat(worker.database.rows(
                            "select message_id, code, instance_id from rollcall.dead_letters order by 1"))
                    .containsExactly("m2|wrong_instance|ins_other", "m3|unbound_instance|-");
        }
    }

    @Test
    void countsEveryRecordOnce() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(7));
            worker.produce(facts.stream().map(Model::event).toList());
            worker.produce(facts.stream().map(Model::event).toList(), 2);
            worker.produce(List.of(Events.event("hb", "rollcall.heartbeat", 1, "hb", "{}"), new Event("x", "x", "x")));
            worker.start();
            worker.awaitDrained();
            worker.await(
                    "the last count",
                    () -> worker.registry
                                    .get("rollcall.consumed.records")
                                    .counter()
                                    .count()
                            == 402);
            worker.assertCountersBalance();
            assertThat(worker.outcome("ignored")).isEqualTo(1);
            assertThat(worker.outcome("dead_lettered")).isEqualTo(1);
        }
    }
}
