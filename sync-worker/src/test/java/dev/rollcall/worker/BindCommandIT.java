package dev.rollcall.worker;

import static dev.rollcall.worker.InstanceBindingIT.MINE;
import static dev.rollcall.worker.InstanceBindingIT.THEIRS;
import static dev.rollcall.worker.InstanceBindingIT.now;
import static dev.rollcall.worker.InstanceBindingIT.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.Events.Event;
import dev.rollcall.worker.copy.metrics.DatabaseGauges;
import dev.rollcall.worker.operate.command.WorkerCommand;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wrong instance was first; the command puts that right and ends nothing. */
class BindCommandIT {

    private WorkerHarness worker;

    @BeforeEach
    void startWorker() {
        worker = new WorkerHarness();
        worker.unbind();
        worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    private record Ran(int code, String out, String err) {}

    private Ran bind(String... arguments) {
        return bind(Map.of(), arguments);
    }

    private Ran bind(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put(
                "ROLLCALL_DATABASE_URL",
                "postgresql://rollcall_sync:test-password@127.0.0.1:" + worker.database.server.port() + "/"
                        + worker.database.name);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", worker.kafka.bootstrapServers());
        environment.put("ROLLCALL_TOPIC_PREFIX", worker.topics.prefix());
        List<String> line = new ArrayList<>(List.of("bind"));
        line.addAll(List.of(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = WorkerCommand.run(
                line,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void deliver(Event... events) throws InterruptedException {
        worker.produce(List.of(events));
        worker.awaitDrained();
    }

    private static Event withInstance(Event event, String instance) {
        return new Event(event.messageId(), event.key(), event.body().replace(Events.INSTANCE, instance));
    }

    private String theirRows() {
        return String.join(
                " ",
                worker.database.rows("select id, deleted_at is not null from clerk.users union all"
                        + " select id, deleted_at is not null from clerk.organization_memberships order by 1"));
    }

    private double rightful() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new DatabaseGauges(worker.database.pool, Duration.ofDays(7), registry, Clock.systemUTC()).refresh();
        return registry.get("rollcall.instance.rightful").gauge().value();
    }

    @Test
    void aWrongBindingIsCorrectedAndCorrectedBackWithoutAnEnd() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(
                withInstance(
                        Events.membership("m2", "created", "orgmem_1", "org_1", "user_theirs", 5_000, "org:admin"),
                        THEIRS),
                withInstance(Events.deleted("m3", "user", "user_gone", 1_000), THEIRS));
        assertThat(rightful()).as("their membership was rightful then").isEqualTo(1);
        deliver(user("user_mine", MINE, now()), user("user_mine2", MINE, now() - 500_000_000));
        assertThat(worker.database.rows("select distinct code from rollcall.dead_letters"))
                .containsExactly("wrong_instance");
        assertThat(new DatabaseExamination(
                                worker.database.pool, worker.database.urlOf("rollcall_sync"), Clock.systemUTC())
                        .run())
                .anyMatch(finding -> finding.toString().contains("2 events of the Clerk instance " + MINE)
                        && finding.toString().contains("bind " + MINE));

        Ran shown = bind(MINE);
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .contains(
                        "a copy of " + THEIRS,
                        "2 events of " + MINE,
                        "3 rows would be removed",
                        "clerk.users user_theirs",
                        "clerk.users user_gone",
                        "clerk.organization_memberships orgmem_1",
                        "Dry run: nothing was changed.",
                        "bind " + MINE + " --yes 3");
        assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                .containsExactly(THEIRS);
        Ran miscounted = bind(MINE, "--yes", "2");
        assertThat(miscounted.code()).isEqualTo(1);
        assertThat(miscounted.err()).hasLineCount(1).contains("3 rows would be removed and not 2");
        assertThat(theirRows()).contains("user_theirs|f", "orgmem_1|f", "user_gone|t");

        Ran done = bind(MINE, "--yes", "3");
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("is now a copy of " + MINE + "; 3 rows were removed", "Replayed 2 events");
        worker.awaitDrained();
        assertThat(theirRows()).isEqualTo("user_mine|f user_mine2|f");
        assertThat(worker.database.count("clerk.organizations"))
                .as("placeholders")
                .isZero();
        assertThat(worker.database.rows("select instance_id, bound_by from rollcall.instance"))
                .containsExactly(MINE + "|command bind");
        assertThat(worker.database.rows("select action, subject, count from rollcall.audit_log where action = 'bind'"))
                .containsExactly("bind|instance=" + MINE + " before=" + THEIRS + "|3");
        List<ConsumerRecord<byte[], byte[]>> users = worker.read(worker.topics.changes(Resource.USER));
        assertThat(users.stream()
                        .filter(record -> "user_theirs".equals(new String(record.key(), StandardCharsets.UTF_8)))
                        .toList())
                .hasSize(2)
                .last()
                .satisfies(record -> {
                    assertThat(record.value()).isNull();
                    assertThat(WorkerHarness.header(record, "ce_type")).isEqualTo("clerk.user.deleted");
                    assertThat(WorkerHarness.header(record, "ce_revision")).isEqualTo("2");
                    assertThat(WorkerHarness.header(record, "ce_source")).isEqualTo("/clerk/" + THEIRS);
                });
        worker.assertFeedIsExact();

        deliver(withInstance(Events.deleted("m9", "user", "user_other", 1_000), THEIRS));
        assertThat(worker.database.rows("select code from rollcall.dead_letters where state = 'open'"))
                .containsExactly("wrong_instance");

        // It was a typing error: nothing of the former instance is lost for good.
        assertThat(bind(THEIRS, "--yes", "2").out()).contains("is now a copy of " + THEIRS);
        deliver(user("user_theirs", THEIRS, now()));
        assertThat(worker.database.rows("select id from clerk.users where deleted_at is null"))
                .containsExactly("user_theirs");
    }

    @Test
    void whatHasNotShownItselfIsNotBoundTo() throws Exception {
        deliver(user("user_theirs", THEIRS, now()), user("user_example", "ins_123", 1_654_012_591_835L));
        for (String[] wrong : new String[][] {
            {}, {"ins_123"}, {"ins_123", "--yes", "1"}, {MINE}, {MINE, "--yes", "1"}, {THEIRS, "--colour", "blue"}
        }) {
            Ran ran = bind(wrong);
            assertThat(ran.code()).isIn(1, 2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).hasLineCount(1).startsWith("rollcall bind: ");
        }
        assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                .containsExactly(THEIRS);
        assertThat(worker.database.count("clerk.users")).isEqualTo(1);
    }

    @Test
    void aCopyOfMoreThanAHundredRowsIsLeftAlone() throws Exception {
        deliver(user("user_first", THEIRS, now()));
        deliver(IntStream.range(0, 99)
                .mapToObj(number -> user("user_" + number, THEIRS, now()))
                .toArray(Event[]::new));
        deliver(user("user_mine", MINE, now()));
        assertThat(bind(MINE).out()).contains("100 rows would be removed");
        deliver(user("user_last", THEIRS, now()));
        for (String[] arguments : new String[][] {{MINE}, {MINE, "--yes", "101"}}) {
            Ran refused = bind(arguments);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("more than 100 rows", "Use an empty database");
        }
        assertThat(worker.database.count("clerk.users")).isEqualTo(101);
        assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                .containsExactly(THEIRS);
    }

    @Test
    void whatKafkaNoLongerHasIsToldByTheExitCode() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(user("user_mine", MINE, now()));
        for (String topic : List.of(worker.topics.events(), worker.topics.deadLetters())) {
            worker.admin
                    .deleteRecords(IntStream.range(0, 12)
                            .boxed()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition),
                                    partition -> RecordsToDelete.beforeOffset(-1))))
                    .all()
                    .get();
        }
        Ran done = bind(MINE, "--yes", "1");
        assertThat(done.out()).contains("is now a copy of " + MINE, "1 cannot be replayed");
        assertThat(done.code()).isEqualTo(1);
    }

    @Test
    void whatIsConfiguredHereIsTheOnlyOneToBindTo() throws Exception {
        deliver(user("user_theirs", THEIRS, now()));
        deliver(user("user_mine", MINE, now()));
        Ran refused = bind(Map.of("CLERK_INSTANCE_ID", THEIRS), MINE, "--yes", "1");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("CLERK_INSTANCE_ID is " + THEIRS);
        assertThat(rightful()).as("only the event that bound came").isZero();
        assertThat(bind(Map.of("CLERK_INSTANCE_ID", MINE), MINE, "--yes", "1").out())
                .contains("is now a copy of " + MINE);
        worker.awaitDrained();
        assertThat(rightful()).isEqualTo(1);
    }
}
