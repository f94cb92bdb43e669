package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.metrics.PartitionGauges;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.operate.freshness.Watermarks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How old an answer is: what the worker proves, and what SQL makes of it. */
class FreshnessIT {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static final String USER =
            "{\"id\":\"user_1\",\"object\":\"user\",\"banned\":false,\"created_at\":1,\"updated_at\":%d}";

    private static Events.Event user(int number) {
        return Events.event("msg_" + number, "user.updated", number, "user_1", USER.formatted(Events.BASE + number));
    }

    private static Events.Event heartbeat(int number, long intervalMillis) {
        return new Events.Event(
                "msg_heartbeat_" + number,
                "heartbeat-" + number,
                "{\"data\":{\"interval_ms\":%d},\"object\":\"event\",\"type\":\"rollcall.heartbeat\",\"timestamp\":%d}"
                        .formatted(intervalMillis, Events.BASE));
    }

    private static String provenUntil(WorkerHarness worker) {
        return worker.database
                .rows("select received_until from rollcall.watermarks")
                .getFirst();
    }

    private static String freshness(WorkerHarness worker) {
        return worker.database.rows("select rollcall.freshness()").getFirst();
    }

    @Test
    void whatWasReceivedByATimeIsProvenOnceAllPartitionsHaveReachedIt() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            Watermarks watermarks = watermarks(worker, new PartitionGauges(registry, Clock.systemUTC()));
            watermarks.look();
            assertThat(provenUntil(worker)).isEqualTo("-");
            watermarks.look();
            assertThat(provenUntil(worker)).as("an empty topic is applied").isNotEqualTo("-");
            assertThat(freshness(worker))
                    .as("without a heartbeat nothing is proven")
                    .isEqualTo("-");

            SyncLoops loops = worker.start();
            worker.produceFrom(EventOrigin.REPLAY, heartbeat(1, 15_000));
            worker.produceFrom(EventOrigin.WEBHOOK, heartbeat(2, 0));
            worker.produce(List.of(user(1)));
            worker.awaitDrained();
            watermarks.look();
            assertThat(freshness(worker)).as("replayed, or of unknown interval").isEqualTo("-");
            worker.produceFrom(EventOrigin.WEBHOOK, heartbeat(3, 15_000));
            worker.awaitDrained();
            worker.await("heard", () -> {
                watermarks.look();
                return !freshness(worker).equals("-");
            });
            String before = worker.database.rows("select clock_timestamp()").getFirst();
            watermarks.look();
            watermarks.look();
            assertThat(worker.database.rows("select received_until > '" + before + "' from rollcall.watermarks"))
                    .as("also when there is nothing to do")
                    .containsExactly("t");

            loops.stop();
            worker.produce(List.of(user(2)));
            watermarks.look();
            watermarks.look();
            String held = provenUntil(worker);
            watermarks.look();
            assertThat(provenUntil(worker))
                    .as("what is received and not applied ages it")
                    .isEqualTo(held);
            watermarks(worker, new PartitionGauges(new SimpleMeterRegistry(), Clock.systemUTC()))
                    .look();
            assertThat(provenUntil(worker))
                    .as("a worker that starts forgets nothing")
                    .isEqualTo(held);

            worker.start();
            worker.awaitDrained();
            watermarks.look();
            assertThat(provenUntil(worker)).isNotEqualTo(held);
        }
    }

    /** As after a failover that lost commits, under a worker that lives on. */
    @Test
    void whatWasProvenOfRowsThatAreGoneIsForgotten() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            Watermarks watermarks = watermarks(worker, new PartitionGauges(registry, Clock.systemUTC()));
            SyncLoops loops = worker.start();
            worker.produce(List.of(user(1)));
            worker.awaitDrained();
            watermarks.look();
            watermarks.look();
            loops.stop();

            String restored = "2026-01-01 00:00:00+00";
            worker.database.execute(
                    "update rollcall.progress set next_offset = next_offset - 1 where next_offset > first_offset");
            worker.database.execute("update rollcall.watermarks set received_until = '" + restored + "'");
            String kept = "select received_until = '" + restored + "' from rollcall.watermarks";
            watermarks.look();
            watermarks.look();
            assertThat(worker.database.rows(kept)).containsExactly("t");

            worker.start();
            worker.await("applied again", () -> {
                watermarks.look();
                return worker.database.rows(kept).equals(List.of("f"));
            });
        }
    }

    @Test
    void aPartitionThatWaitsAgesAndTheOthersDoNot() throws Exception {
        AtomicLong millis = new AtomicLong(Events.BASE);
        try (WorkerHarness worker = new WorkerHarness()) {
            Watermarks watermarks =
                    watermarks(worker, new PartitionGauges(registry, () -> Instant.ofEpochMilli(millis.get())));
            watermarks.look();
            worker.produce(List.of(user(1)));
            watermarks.look();
            millis.addAndGet(10_000);
            watermarks.look();
            watermarks.look();
            assertThat(ages()).hasSize(12).containsOnly(0.0, 10.0).containsOnlyOnce(10.0);
            millis.addAndGet(300_000);
            assertThat(ages()).as("also while nobody looks").containsOnly(300.0, 310.0);

            worker.start();
            worker.awaitDrained();
            watermarks.look();
            watermarks.look();
            assertThat(ages()).containsOnly(0.0);
        }
    }

    @Test
    void aPartitionOfATopicThatIsNoMoreHasNoAge() {
        PartitionGauges gauges = new PartitionGauges(registry, () -> Instant.ofEpochMilli(5_000));
        gauges.looking(3, 1_000);
        gauges.applied(1, 3_000);
        gauges.applied(1, 2_000);
        assertThat(ages()).containsExactlyInAnyOrder(4.0, 2.0, 4.0);
        gauges.forget();
        gauges.looking(2, 5_000);
        assertThat(ages()).containsExactlyInAnyOrder(0.0, 0.0, Double.NaN);
    }

    private List<Double> ages() {
        return registry.get("rollcall.partition.age").gauges().stream()
                .map(Gauge::value)
                .toList();
    }

    /** H2: freshness of another instance's copy is nothing that this worker could prove. */
    @Test
    void nothingIsProvenInADatabaseThatIsNotTheWorkers() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            PartitionGauges gauges = new PartitionGauges(registry, Clock.systemUTC());
            Watermarks others = new Watermarks(
                    worker.database.pool,
                    checked(worker, "ins_anotherAnotherAnotherAnother"),
                    worker.admin,
                    worker.topics.events(),
                    "w",
                    worker.life,
                    gauges);
            others.run();
            others.run();
            assertThat(worker.database.count("rollcall.watermarks")).isZero();
            Watermarks own = watermarks(worker, gauges);
            own.run();
            own.run();
            assertThat(worker.database.count("rollcall.watermarks")).isOne();
        }
    }

    private static DatabaseCheck checked(WorkerHarness worker, String configuredInstance) {
        return new DatabaseCheck(worker.database.pool, configuredInstance, line -> {});
    }

    private static Watermarks watermarks(WorkerHarness worker, PartitionGauges gauges) {
        return new Watermarks(
                worker.database.pool,
                checked(worker, null),
                worker.admin,
                worker.topics.events(),
                "w",
                worker.life,
                gauges);
    }

    @Test
    void theTimeIsNoNewerThanTheLastSignOfLifeAllows() {
        try (TestDatabase database = TestDatabase.create()) {
            String freshness =
                    "select rollcall.freshness()::text = any (array['2026-01-01 00:00:00+00', '2026-01-01 00:00:40+00']),"
                            + " to_char(rollcall.freshness() at time zone 'UTC', 'HH24:MI:SS')";
            database.execute("""
                    insert into rollcall.watermarks values
                        ('a', gen_random_uuid(), '2026-01-01 00:01:00Z', '2026-01-01 00:00:10Z', 15000, '2026-01-01 00:01:00Z'),
                        ('b', gen_random_uuid(), '2026-01-01 00:09:00Z', null, null, '2026-01-01 00:00:00Z')
                    """);
            assertThat(database.rows(freshness)).as("two intervals after it").allMatch(row -> row.endsWith("00:00:40"));
            database.execute("update rollcall.watermarks set heartbeat_at = heartbeat_at + interval '1 hour'");
            assertThat(database.rows(freshness))
                    .as("of the newest topic alone")
                    .allMatch(row -> row.endsWith("00:01:00"));
            database.execute("update rollcall.watermarks set heartbeat_at = null");
            assertThat(database.rows("select rollcall.freshness()")).containsExactly("-");
        }
    }

    @Test
    void aPermissionIsNoWhereTheCopyCannotProveToBeSoFresh() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            String version = "0, 0, '', 1, 0, 0, now()";
            String columns =
                    "sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at";
            database.execute("""
                    insert into clerk.users (id, banned, %2$s) values ('user_1', false, %1$s);
                    insert into clerk.organizations (id, %2$s) values ('org_1', %1$s), ('org_2', %1$s);
                    insert into clerk.roles (id, key, %2$s) values ('role_1', 'org:member', %1$s);
                    insert into clerk.role_permissions (role_id, id, key) values ('role_1', 'perm_1', 'org:read');
                    insert into clerk.organization_memberships (id, organization_id, user_id, role, created_at, %2$s)
                    values ('orgmem_1', 'org_1', 'user_1', 'org:member', now(), %1$s);
                    insert into rollcall.watermarks values ('a', gen_random_uuid(), clock_timestamp(), clock_timestamp(), 15000)
                    """.formatted(version, columns));
            String asked = "select rollcall.has_permission('user_1', 'org_1', 'org:read', interval '1 hour')";
            for (String role : List.of("rollcall_tenant", "rollcall_backend")) {
                try (Connection connection = database.connect(role);
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("select rollcall.set_tenant('org_1')");
                    assertThat(answer(statement, asked)).as(role).isEqualTo("t");
                    for (String age : List.of("interval '0'", "interval '-1 hour'", "null")) {
                        assertThat(answer(statement, asked.replace("interval '1 hour'", age)))
                                .as(age)
                                .isEqualTo("f");
                    }
                }
            }
            for (String subject : List.of("user_1", "org_1", "orgmem_1")) {
                database.execute(
                        "insert into rollcall.dead_letters (writer, \"offset\", topic, partition, code, kind, reason, entity_id, received_at)"
                                + " values (1, 1, 't', 0, 'schema', 'data', 'r', '" + subject + "', now())");
                assertThat(database.rows(asked)).as(subject).containsExactly("f");
                database.execute(
                        "update rollcall.dead_letters set state = 'replayed', acted_at = now(), acted_by = 'os:test'");
                assertThat(database.rows(asked))
                        .as(subject + ", replayed and not proven to be applied")
                        .containsExactly("f");
                database.execute("update rollcall.watermarks set received_until = clock_timestamp()");
                assertThat(database.rows(asked)).as(subject).containsExactly("t");
                database.execute("delete from rollcall.dead_letters");
            }
            try (Connection connection = database.connect("rollcall_tenant");
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("select rollcall.set_tenant('org_2')");
                assertThat(answer(statement, asked)).isEqualTo("f");
                assertThat(answer(statement, "select rollcall.waits_for_a_letter('user_1', 'org_1')"))
                        .as("of others nobody learns whether there is one")
                        .isEqualTo("t");
            }
            database.execute(
                    "insert into rollcall.restore_stamp (stamp) values (2); select setval('clerk.restore_stamp', 1)");
            assertThat(database.rows(asked)).as("clerk alone was restored").containsExactly("f");
            assertThat(database.rows("select rollcall.freshness()")).containsExactly("-");
            database.execute("select setval('clerk.restore_stamp', 2)");
            assertThat(database.rows(asked)).containsExactly("t");
            database.execute("update rollcall.watermarks set received_until = now() - interval '2 hours'");
            assertThat(database.rows(asked)).containsExactly("f");
            database.execute("delete from rollcall.watermarks");
            assertThat(database.rows(asked)).containsExactly("f");
            assertThat(database.rows("select rollcall.has_permission('user_1', 'org_1', 'org:read')"))
                    .containsExactly("t");
        }
    }

    private static String answer(Statement statement, String query) throws SQLException {
        try (var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
