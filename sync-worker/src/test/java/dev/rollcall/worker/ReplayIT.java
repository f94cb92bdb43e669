package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.replay.ContentHash;
import dev.rollcall.worker.operate.replay.LogReplay;
import dev.rollcall.worker.operate.replay.Pace;
import dev.rollcall.worker.operate.replay.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay of the log changes nothing where nothing was lost, and brings back what was. */
class ReplayIT {

    private static final Window EVERYTHING = new Window(Instant.EPOCH, null);
    private static final Actor ACTOR = Actor.ofToken("test");
    private static final Pace FAST = Pace.of(100_000);

    private WorkerHarness worker;
    private SyncLoops loops;

    @BeforeEach
    void startWorker() {
        worker = new WorkerHarness();
        loops = worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    private KafkaClients kafka() {
        return TestClients.of(worker.kafka.bootstrapServers());
    }

    private LogReplay replay(Duration patience) {
        return new LogReplay(
                worker.database.pool,
                kafka(),
                worker.topics,
                worker.topics.prefix() + "sync",
                patience,
                Clock.systemUTC());
    }

    private List<String> run(Window window) throws Exception {
        List<String> said = new ArrayList<>();
        replay(Duration.ofMinutes(5)).run(window, FAST, ACTOR, said::add);
        return said;
    }

    private LogReplay.Counted count(Window window) throws Exception {
        return replay(Duration.ofMinutes(5)).count(window);
    }

    /** Updates, stale ones, duplicates, deletes with cascades, and two dead letters. */
    private void deliverAHistory() throws InterruptedException {
        List<Events.Event> events = new ArrayList<>();
        for (int index = 0; index < 40; index++) {
            String user = "user_" + index % 10;
            // What a membership belongs to never changes.
            int membership = index % 7;
            events.add(Events.user("u" + index, "updated", user, index * 37 % 11, "n" + index, List.of(user + "@x.y")));
            events.add(Events.organization("o" + index, "updated", "org_" + index % 3, index * 17 % 7, "o" + index));
            events.add(Events.membership(
                    "m" + index,
                    "updated",
                    "orgmem_" + membership,
                    "org_" + membership % 3,
                    "user_" + membership,
                    index,
                    "org:member"));
        }
        events.add(events.getFirst());
        events.add(Events.deleted("d1", "user", "user_3", 5_000));
        events.add(Events.deleted("d2", "organization", "org_1", 5_000));
        events.add(Events.event("x1", "user.updated", 1, "user_5", "{\"id\":\"user_5\",\"updated_at\":\"soon\"}"));
        events.add(new Events.Event("x2", "k", "nonsense"));
        worker.produce(events);
        worker.awaitDrained();
    }

    /** Everything, the columns that the hash leaves out too. */
    private List<String> tables() {
        return worker.database.rows("""
                select 'u' || to_jsonb(t)::text from clerk.users t union all select 'e' || to_jsonb(t)::text from clerk.user_email_addresses t
                union all select 'o' || to_jsonb(t)::text from clerk.organizations t
                union all select 'm' || to_jsonb(t)::text from clerk.organization_memberships t order by 1
                """);
    }

    @Test
    void aFullReplayChangesNothing() throws Exception {
        deliverAHistory();
        List<String> before = tables();
        long events = worker.read(worker.topics.events()).size();
        List<String> said = run(EVERYTHING);

        assertThat(said)
                .satisfiesExactly(
                        count -> assertThat(count)
                                .endsWith("%d records to publish again; left out: 0 that are replays, 2 dead letters"
                                        .formatted(events - 2)),
                        hash -> assertThat(hash).startsWith("content before: sha256:"),
                        published -> assertThat(published).startsWith("published " + (events - 2) + " records"),
                        hash -> assertThat(hash).isEqualTo(said.get(1).replace("content before: ", "content after:  ")),
                        verdict -> assertThat(verdict).isEqualTo("Nothing changed."));
        assertThat(tables()).as("not even who wrote it").isEqualTo(before);
        assertThat(worker.read(worker.topics.events())).hasSize((int) (2 * events - 2));
        assertThat(worker.database.count("rollcall.dead_letters"))
                .as("nothing dies again")
                .isEqualTo(2);
        worker.assertFeedIsExact();
        worker.assertCountersBalance();
    }

    @Test
    void aReplayNeverPublishesItsOwnOutput() throws Exception {
        deliverAHistory();
        LogReplay.Counted first = count(EVERYTHING);
        run(EVERYTHING);
        assertThat(count(EVERYTHING)).isEqualTo(new LogReplay.Counted(first.records(), first.records(), 2));
        assertThat(run(EVERYTHING)).last().isEqualTo("Nothing changed.");
        assertThat(count(EVERYTHING)).isEqualTo(new LogReplay.Counted(first.records(), 2 * first.records(), 2));
        assertThat(worker.database.rows("select actor, action, subject, count from rollcall.audit_log order by id"))
                .containsExactly(
                        "token:test|log replay-begun|from=1970-01-01T00:00:00Z|" + first.records(),
                        "token:test|log replay-done|from=1970-01-01T00:00:00Z|" + first.records(),
                        "token:test|log replay-begun|from=1970-01-01T00:00:00Z|" + first.records(),
                        "token:test|log replay-done|from=1970-01-01T00:00:00Z|" + first.records());
    }

    @Test
    void rowsThatWereLostComeBackDeletedOnesAsDeleted() throws Exception {
        deliverAHistory();
        String intact = ContentHash.of(worker.database.pool).toString();
        worker.database.execute("delete from clerk.users; delete from clerk.organization_memberships");
        assertThat(run(EVERYTHING)).last().isEqualTo("The content changed: the replay brought back what was missing.");
        assertThat(worker.database.rows("select deleted_at is not null from clerk.users where id = 'user_3'"))
                .containsExactly("t");
        assertThat(worker.database.count("clerk.users")).isEqualTo(10);
        assertThat(worker.database.rows(
                        "select count(*) from clerk.organization_memberships where organization_id = 'org_1' and"
                                + " deleted_at is null"))
                .containsExactly("0");
        assertThat(intact).startsWith("sha256:").contains("tables)");
    }

    @Test
    void aReplayedDeadLetterIsPartOfTheLogEvenThoughItIsACopy() throws Exception {
        worker.bindTo("ins_other");
        worker.produce(List.of(Events.user("m1", "updated", "user_1", 1, "Zoe", List.of())));
        worker.awaitDrained();
        loops.stop();
        worker.database.execute("update rollcall.instance set instance_id = '" + Events.INSTANCE + "'");
        worker.start();
        assertThat(worker.database.rows("select code from rollcall.dead_letters"))
                .containsExactly("wrong_instance");
        new DeadLetterOffice(worker.database.pool, kafka(), worker.topics, Clock.systemUTC())
                .replay(new Filter(null, null, null, null, null, false), FAST, 10, ACTOR);
        worker.awaitDrained();
        worker.database.execute("delete from clerk.users");

        assertThat(count(EVERYTHING)).isEqualTo(new LogReplay.Counted(1, 0, 1));
        run(EVERYTHING);
        assertThat(worker.database.rows("select id, first_name from clerk.users"))
                .containsExactly("user_1|Zoe");
        assertThat(count(EVERYTHING)).isEqualTo(new LogReplay.Counted(1, 1, 1));
    }

    @Test
    void theWindowIsByTheTimeOfTheRecords() throws Exception {
        worker.produce(List.of(Events.user("m1", "updated", "user_1", 1, "Zoe", List.of())));
        worker.produce(List.of(Events.user("m2", "updated", "user_1", 2, "Zoe", List.of())));
        worker.awaitDrained();
        List<Instant> times = worker.read(worker.topics.events()).stream()
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .toList();
        assertThat(count(new Window(times.getFirst(), times.getLast().plusMillis(1)))
                        .records())
                .isEqualTo(2);
        assertThat(count(new Window(times.getLast().plusMillis(1), null)).records())
                .isZero();
        assertThat(count(new Window(Instant.EPOCH, times.getFirst())).records()).isZero();
        assertThat(Window.parse("2026-11-01", "2026-11-02T01:00+01:00", InstantSource.system()))
                .isEqualTo(new Window(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z")));
        assertThatThrownBy(() -> Window.parse(null, null, InstantSource.system()))
                .hasMessageContaining("--from 2026-11-01T00:00Z");
        assertThatThrownBy(() -> Window.parse("2026-11-02", "2026-11-01", InstantSource.system()))
                .hasMessageContaining("later");
    }

    @Test
    void theHashKnowsContentAndNothingOfWhoWroteIt() throws Exception {
        deliverAHistory();
        ContentHash before = ContentHash.of(worker.database.pool);
        worker.database.execute("update clerk.users set sync_writer = 99, sync_offset = 98, sync_revision = 97,"
                + " sync_committed_at = now()");
        assertThat(ContentHash.of(worker.database.pool)).isEqualTo(before);
        worker.database.execute("update clerk.user_email_addresses set reserved = not coalesce(reserved, false)"
                + " where user_id = 'user_7'");
        assertThat(ContentHash.of(worker.database.pool)).isNotEqualTo(before);
        assertThat(before.rows()).isGreaterThan(20);
    }

    @Test
    void withoutAWorkerItSaysSoAndPublishesNothing() throws Exception {
        try (WorkerHarness idle = new WorkerHarness(TestDatabase.create(), worker.kafka)) {
            idle.produce(List.of(Events.user("m1", "updated", "user_1", 1, "Zoe", List.of())));
            LogReplay replay = new LogReplay(
                    idle.database.pool,
                    kafka(),
                    idle.topics,
                    idle.topics.prefix() + "sync",
                    Duration.ofMillis(1),
                    Clock.systemUTC());
            assertThatThrownBy(() -> replay.run(EVERYTHING, FAST, ACTOR, line -> {}))
                    .hasMessageContaining("1 record of clerk.events is not applied")
                    .hasMessageContaining("look whether one runs");
            assertThat(idle.read(idle.topics.events())).hasSize(1);
        }
    }

    @Test
    void theCommandCountsInADryRunAndPublishesNothing() throws Exception {
        deliverAHistory();
        int size = worker.read(worker.topics.events()).size();
        CommandRun dry = CommandRun.of(
                worker.commandEnvironment(), List.of("replay", "--from", "2026-01-01T00:00Z", "--dry-run"));
        assertThat(dry.err()).isEmpty();
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).contains(size - 2 + " records to publish again", "Dry run: nothing was published.");
        assertThat(worker.read(worker.topics.events())).hasSize(size);
        assertThat(worker.database.count("rollcall.audit_log")).isZero();
    }
}
