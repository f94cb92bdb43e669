package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.copy.metrics.DatabaseGauges;
import dev.rollcall.worker.copy.metrics.EventsTopicGauges;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of PostgreSQL and Kafka for the metrics, and the heartbeat's way through the worker. */
class GaugesIT {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void theHeartbeatIsSeenAndLeavesNoTrace() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.unbind();
            worker.start();
            worker.produceFrom(EventOrigin.REPLAY, Events.event("hb1", "rollcall.heartbeat", 1, "hb1", "{}"));
            worker.await("the replayed one", () -> worker.outcome("ignored") == 1);
            assertThat(lastHeartbeat(worker)).as("a replayed one says nothing").isZero();

            worker.produceFrom(
                    EventOrigin.WEBHOOK,
                    Events.event("hb2", "rollcall.heartbeat", 1, "hb2", "{}"),
                    Duration.ofSeconds(3));
            worker.await("the heartbeat", () -> lastHeartbeat(worker) > 0);

            assertThat(worker.registry.get("rollcall.heartbeat.delay").gauge().value())
                    .as("seconds from its receipt to its commit")
                    .isGreaterThanOrEqualTo(3);
            worker.await("its count", () -> worker.outcome("ignored") == 2);
            worker.assertCountersBalance();
            assertThat(worker.database.rows("select id from clerk.other_objects union all select id from clerk.users"))
                    .isEmpty();
            assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                    .as("binds to no instance")
                    .isEmpty();
            assertThat(worker.database.rows("select * from rollcall.dead_letters"))
                    .isEmpty();
        }
    }

    private static double lastHeartbeat(WorkerHarness worker) {
        return worker.registry
                .get("rollcall.heartbeat.last.applied.timestamp")
                .gauge()
                .value();
    }

    @Test
    void whatTheDatabaseSaysIsAtZeroFirstAndThenWhatItIs() {
        try (TestDatabase database = TestDatabase.create()) {
            DatabaseGauges gauges = new DatabaseGauges(database.pool, Duration.ofHours(1), registry, Clock.systemUTC());
            for (String finding : List.of("guard_changed", "table_not_protected", "role_bypasses", "other")) {
                assertThat(finding(finding)).isZero();
            }
            assertThat(gauge("rollcall.table.size", "table", "users")).isZero();
            assertThat(gauge("rollcall.table.size", "table", "user_email_addresses"))
                    .isZero();

            gauges.refresh();
            assertThat(gauge("rollcall.table.size", "table", "users")).isPositive();
            assertThat(gauge("rollcall.table.size", "table", "user_email_addresses"))
                    .isPositive();
            assertThat(registry.get("rollcall.database.last.answer.timestamp")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(overdue()).isZero();
            assertThat(finding("guard_changed")).isZero();

            database.execute("""
                    insert into clerk.users (id, deleted_at, sync_updated_at_ms, sync_event_at_ms, sync_message_id,
                        sync_revision, sync_writer, sync_offset, sync_committed_at)
                    values ('user_1', now() - interval '3 hours', 0, 0, '', 1, 0, 0, now());
                    alter table clerk.users no force row level security;
                    create table a (organization_id text)
                    """);
            gauges.refresh();
            assertThat(overdue()).isBetween(7_200.0, 8_000.0);
            assertThat(finding("guard_changed")).isEqualTo(1);
            assertThat(finding("table_not_protected")).isEqualTo(1);

            database.execute("alter table clerk.users force row level security; drop table a;"
                    + " update clerk.users set erased_at = now()");
            gauges.refresh();
            assertThat(overdue()).isZero();
            assertThat(finding("guard_changed") + finding("table_not_protected"))
                    .isZero();
        }
    }

    @Test
    void retentionIsWhatKafkaSays() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            Topics topics = worker.topics;
            new EventsTopicGauges(() -> TopicDeclaration.shapeOf(worker.admin, topics.events()), registry).refresh();
            assertThat(registry.get("rollcall.events.retention").gauge().value())
                    .isEqualTo(Duration.ofDays(14).toSeconds());
            assertThat(registry.get("rollcall.events.partitions").gauge().value())
                    .isEqualTo(12);
        }
    }

    private double overdue() {
        return registry.get("rollcall.erasure.overdue").gauge().value();
    }

    private double finding(String finding) {
        return gauge("rollcall.tenancy.findings", "finding", finding);
    }

    private double gauge(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).gauge().value();
    }
}
