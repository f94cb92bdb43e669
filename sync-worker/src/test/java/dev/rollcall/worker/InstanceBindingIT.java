package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.Events.Event;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.AwaitedLetters;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.replay.Pace;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which events bind a database, and what becomes of those that came before. */
class InstanceBindingIT {

    static final String MINE = "ins_2live0000000000000000000001";
    static final String THEIRS = "ins_2live0000000000000000000002";

    private static final long HOUR = 3_600_000;

    /** @param instance null for none */
    static Event user(String id, String instance, long timestamp) {
        return new Event("msg_" + id, id, """
                {"data":{"id":"%s","object":"user","first_name":"Ann","created_at":1654012591514,\
                "updated_at":1654012591835},%s"object":"event","timestamp":%d,"type":"user.created"}\
                """.formatted(
                        id, instance == null ? "" : "\"instance_id\":\"" + instance + "\",", timestamp));
    }

    static long now() {
        return System.currentTimeMillis();
    }

    private static WorkerHarness unbound() {
        WorkerHarness worker = new WorkerHarness();
        worker.unbind();
        return worker;
    }

    static DeadLetterOffice office(WorkerHarness worker) {
        return new DeadLetterOffice(
                worker.database.pool,
                TestClients.of(worker.kafka.bootstrapServers()),
                worker.topics,
                Clock.systemUTC());
    }

    private static List<String> rows(WorkerHarness worker) {
        return worker.database.rows("select id from clerk.users order by id collate \"C\"");
    }

    /** Cases 09 and 10. */
    @Test
    void examplesComeFirstAndTheLiveEventsBindAllTheSame() throws Exception {
        try (WorkerHarness worker = unbound()) {
            worker.start();
            worker.produce(List.of(
                    user("user_overview", "ins_123", 1_654_012_591_835L),
                    user("user_sendExample", "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S", 1_716_883_200L),
                    user("user_sendExampleOfNone", null, 1_716_883_200L)));
            worker.awaitDrained();
            assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                    .isEmpty();
            assertThat(worker.deadLetterCodes()).containsExactly("unbound_instance");

            worker.produce(List.of(user("user_live", MINE, now())));
            worker.awaitDrained();
            assertThat(rows(worker)).containsExactly("user_live");
            assertThat(worker.database.rows("select instance_id, bound_by from rollcall.instance"))
                    .containsExactly(MINE + "|msg_user_live");
            assertThat(worker.read(worker.topics.changes(Resource.USER)))
                    .as("examples are never announced")
                    .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                    .containsExactly("user_live");
            assertThat(
                            worker.database.rows(
                                    "select entity_id, instance_id from rollcall.dead_letters order by entity_id collate \"C\""))
                    .containsExactly(
                            "user_overview|ins_123",
                            "user_sendExample|ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S",
                            "user_sendExampleOfNone|-");
            assertThat(awaited(worker).replay()).as("none of them waits").isZero();
        }
    }

    @Test
    void aBatchThatFailsLeavesNoBindingBehind() throws Exception {
        try (WorkerHarness worker = unbound()) {
            List<String> failing = Collections.synchronizedList(new ArrayList<>(List.of("once")));
            worker.onStep(step -> {
                if (step == BatchStep.FLUSHED && !failing.isEmpty()) {
                    failing.clear();
                    assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                            .isEmpty();
                    throw new IllegalStateException("once");
                }
            });
            worker.start();
            worker.produce(List.of(user("user_1", MINE, now())));
            worker.awaitDrained();
            assertThat(rows(worker)).containsExactly("user_1");
            assertThat(failing).isEmpty();
            worker.assertFeedIsExact();
        }
    }

    /** The rows and the feed of ten orders, with real servers; InstanceBindingTest has a thousand without. */
    @Test
    void everyOrderOverTheBindingEndsTheSame() throws Exception {
        long seed = Long.getLong("rollcall.permutation.seed", 11);
        for (int permutation = 0; permutation < 4; permutation++) {
            Random random = new Random(seed + permutation);
            try (WorkerHarness worker = unbound()) {
                List<Event> events = new ArrayList<>(List.of(
                        user("user_binds", MINE, now()),
                        user("user_old", MINE, now() - 100 * HOUR),
                        user("user_seconds", MINE, now() / 1000),
                        user("user_none", null, now() - 70 * HOUR),
                        user("user_noneAndOld", null, now() - 74 * HOUR),
                        user("user_example", "ins_123", now())));
                Collections.shuffle(events, random);
                worker.start();
                for (Event event : events) {
                    worker.produce(List.of(event), random.nextInt(12));
                    if (random.nextBoolean()) {
                        worker.awaitDrained();
                    }
                }
                worker.awaitDrained();
                while (awaited(worker).replay() > 0) {
                    worker.awaitDrained();
                }
                assertThat(rows(worker))
                        .as("permutation %d of seed %d: %s", permutation, seed, events)
                        .containsExactly("user_binds", "user_none", "user_old", "user_seconds");
                assertThat(worker.database.rows("select entity_id from rollcall.dead_letters where state = 'open'"
                                + " order by entity_id collate \"C\""))
                        .containsExactly("user_example", "user_noneAndOld");
                worker.assertFeedIsExact();
            }
        }
    }

    private static AwaitedLetters awaited(WorkerHarness worker) {
        return new AwaitedLetters(worker.database.pool, office(worker), Actor.ofWorker("worker-0"), Clock.systemUTC());
    }

    @Test
    void theWorkerReplaysWhatWaitedByItself() throws Exception {
        try (WorkerHarness harness = unbound();
                RunningWorker worker = new RunningWorker(harness, 0)) {
            assertThat(worker.port()).isPositive();
            harness.produce(List.of(user("user_old", MINE, now() - 100 * HOUR)));
            harness.await("it waits", () -> harness.database.count("rollcall.dead_letters") == 1);
            harness.produce(List.of(user("user_binds", MINE, now())));
            harness.await("both are there", () -> harness.database.count("clerk.users") == 2);
            harness.await(
                    "it is noted",
                    () -> harness.database
                            .rows("select actor, action, count from rollcall.audit_log")
                            .equals(List.of("worker:worker-0|dead-letters replay-done|1")));
            assertThat(harness.database.rows("select state, acted_by from rollcall.dead_letters"))
                    .containsExactly("replayed|worker:worker-0");
        }
    }

    /** A letter of three days is as good as it was: its first receipt counts, and not that of the replay. */
    @Test
    void aReplayKeepsTheFirstReceipt() throws Exception {
        try (WorkerHarness worker = unbound()) {
            worker.start();
            worker.produce(List.of(user("user_late", null, now() - 74 * HOUR)));
            worker.awaitDrained();
            worker.bindTo(MINE);
            office(worker)
                    .replay(new Filter(null, null, null, null, null, false), Pace.of(1_000), 10, new Actor("os:test"));
            worker.awaitDrained();
            assertThat(rows(worker)).isEmpty();
            List<String> receipts = worker.read(worker.topics.events()).stream()
                    .map(record -> WorkerHarness.header(record, "rollcall-received-at"))
                    .toList();
            assertThat(receipts).hasSize(2);
            assertThat(receipts.get(1)).isEqualTo(receipts.get(0));
        }
    }

    /** Nothing that the worker remembers decides: the next batch is screened by what the database says. */
    @Test
    void aBindingThatWasCorrectedCountsFromTheNextBatchOn() throws Exception {
        try (WorkerHarness worker = unbound()) {
            worker.bindTo(THEIRS);
            worker.start();
            worker.produce(List.of(user("user_theirs", THEIRS, now())));
            worker.awaitDrained();
            worker.bindTo(MINE);
            worker.produce(List.of(user("user_mine", MINE, now()), user("user_theirs2", THEIRS, now())));
            worker.awaitDrained();
            assertThat(rows(worker)).containsExactly("user_mine", "user_theirs");
            assertThat(worker.database.rows("select entity_id, code from rollcall.dead_letters"))
                    .containsExactly("user_theirs2|wrong_instance");
        }
    }

    @Test
    void noEventBindsWhereTheInstanceIsConfigured() throws Exception {
        try (WorkerHarness worker = unbound()) {
            worker.configuredInstance = MINE;
            worker.start();
            worker.produce(List.of(user("user_theirs", THEIRS, now()), user("user_mine", MINE, now())));
            worker.awaitDrained();
            assertThat(rows(worker)).containsExactly("user_mine");
            assertThat(worker.database.rows("select instance_id, bound_by from rollcall.instance"))
                    .containsExactly(MINE + "|configuration");
            worker.database.execute("delete from rollcall.instance");
            worker.produce(List.of(user("user_theirs2", THEIRS, now())));
            worker.awaitDrained();
            assertThat(worker.database.rows("select instance_id from rollcall.instance"))
                    .as("also where the running worker finds none")
                    .containsExactly(MINE);
        }
    }
}
