package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.operate.replay.Reprocessing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that an earlier release kept whole move to the table that this one has, without a backfill. */
class ReprocessingIT {

    private static final String STORED = """
            insert into clerk.other_objects (resource, id, event_type, data, deleted_at, sync_updated_at_ms,
                    sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
            select 'session', 'sess_' || n, 'session.ended',
                   jsonb_build_object('id', 'sess_' || n, 'user_id', 'user_1', 'status', 'ended', 'later', 1.50,
                                      'updated_at', %1$d + n),
                   null, %1$d + n, %1$d + 7 + n, 'old_' || n, 1, 1, n, now()
            from generate_series(1, 1200) n
            """.formatted(Events.BASE);

    @Test
    void storedSessionsTakeTheirWayIntoTheirTable() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            TestDatabase database = worker.database;
            database.execute(STORED);
            database.execute("update clerk.other_objects set deleted_at = now() where id = 'sess_3'");
            database.execute("update clerk.other_objects set resource = 'machine' where id = 'sess_4'");
            worker.start();
            // A newer state is there already: the stored one must not win.
            worker.produce(List.of(Events.event(
                    "new",
                    "session.revoked",
                    50_000,
                    "sess_5",
                    "{\"id\":\"sess_5\",\"user_id\":\"user_1\",\"status\":\"revoked\",\"updated_at\":"
                            + (Events.BASE + 50_000) + "}")));
            worker.awaitDrained();

            // Too large for a record: it stays, and is counted, and nothing else waits for it.
            database.execute("""
                    update clerk.other_objects set data = data || jsonb_build_object('long', repeat('x', 1000000))
                    where id = 'sess_7'
                    """);
            try (EventPublisher publisher = new EventPublisher(
                    TestClients.of(worker.kafka.bootstrapServers()), worker.topics, Clock.systemUTC())) {
                Reprocessing.Result result =
                        new Reprocessing(database.pool, publisher, Duration.ofMinutes(5)).run(Actor.ofThisProcess());
                assertThat(result).isEqualTo(new Reprocessing.Result(1_198, 1));
                assertThat(new Reprocessing(database.pool, publisher, Duration.ofMinutes(5)).run(Actor.ofThisProcess()))
                        .as("nothing is left to do")
                        .isEqualTo(new Reprocessing.Result(0, 1));
            }
            assertThat(database.rows("select resource, id from clerk.other_objects"))
                    .containsExactlyInAnyOrder("machine|sess_4", "session|sess_7");
            assertThat(database.count("clerk.sessions")).isEqualTo(1_198);
            assertThat(database.rows("""
                            select id, status, user_id, extra, deleted_at is not null, sync_message_id from clerk.sessions
                            where id in ('sess_2', 'sess_3', 'sess_5') order by id
                            """))
                    .containsExactly(
                            "sess_2|ended|user_1|{\"later\": 1.50}|f|old_2",
                            "sess_3|-|-|-|t|old_3",
                            "sess_5|revoked|user_1|-|f|new");
            assertThat(database.count("rollcall.dead_letters")).isZero();
        }
    }
}
