package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.store.StoredContent;
import dev.rollcall.worker.operate.again.AnnounceAgain;
import dev.rollcall.worker.operate.again.Selection;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.replay.Pace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** P4 beside the command {@code announce}: what it repeats is what was announced, and nothing old ever stands last. */
class AnnounceAgainIT {

    private static final long WAIT_SECONDS = 300;

    private WorkerHarness worker;

    @BeforeEach
    void start() {
        worker = new WorkerHarness();
        worker.start();
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private void deliver(List<Events.Event> events) throws InterruptedException {
        worker.produce(events);
        worker.awaitDrained();
    }

    /** While an announcement has a transaction open in the same topics. */
    private void deliverMeanwhile(List<Events.Event> events) throws InterruptedException {
        worker.produce(events);
        worker.awaitApplied();
    }

    private static List<Events.Event> one(int times, String name) {
        return IntStream.range(0, times)
                .mapToObj(number ->
                        Events.user("m_" + name + number, "created", "user_" + name + number, 1, "A", List.of("a@x.y")))
                .toList();
    }

    /** A producer that calls somebody before each of its methods. */
    private AnnounceAgain again(Consumer<String> before) {
        return again(before, 100_000);
    }

    private AnnounceAgain again(Consumer<String> before, int perSecond) {
        return again(worker.database.pool, before, perSecond);
    }

    private AnnounceAgain again(DataSource database, Consumer<String> before, int perSecond) {
        Map<String, Object> settings = Map.of(
                "acks", "all", "transactional.id", worker.topics.prefix() + "again", "transaction.timeout.ms", 10_000);
        KafkaTransaction kafka = new KafkaTransaction(
                () -> watched(TestClients.of(worker.kafka.bootstrapServers()).producer(settings), before));
        return new AnnounceAgain(
                database, kafka, new ChangeAnnouncer(worker.topics, Set.of()), Pace.of(perSecond), Duration.ZERO);
    }

    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> watched(Producer<byte[], byte[]> producer, Consumer<String> before) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    before.accept(method.getName());
                    try {
                        return method.invoke(producer, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private CommandRun command(String prefix, String... arguments) {
        Map<String, String> environment = new HashMap<>(worker.commandEnvironment());
        environment.put("ROLLCALL_TOPIC_PREFIX", prefix);
        List<String> line = new ArrayList<>(List.of("announce"));
        line.addAll(List.of(arguments));
        return CommandRun.of(environment, line);
    }

    private static Map<String, Map<String, String>> headers(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Map<String, String>> headers = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Map<String, String> own = new TreeMap<>();
            for (Header header : record.headers()) {
                own.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
            headers.put(new String(record.key(), StandardCharsets.UTF_8), own);
        }
        return headers;
    }

    @Test
    void theTopicsOfANewKafkaFoldToTheTables() throws InterruptedException {
        List<Events.Event> events = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            String id = Events.fixture(resource).get("data").get("id").stringValue();
            events.add(Events.event(
                    "m_" + resource.eventName(),
                    resource.eventName() + ".created",
                    1_003,
                    id,
                    Events.fixture(resource).get("data").toString()));
            events.add(Events.deleted("d_" + resource.eventName(), resource.eventName(), id + "_gone", 2_007));
        }
        events.addAll(one(1_100, "many"));
        deliver(events);
        worker.database.execute("select rollcall.ensure_user('user_placeholder')");
        try (WorkerHarness other = new WorkerHarness(worker.database, worker.kafka)) {
            List<String> before = worker.database.rows("select id, sync_revision, xmin from clerk.users order by 1");
            CommandRun ran = command(other.topics.prefix(), "--table", "all", "--ended");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            assertThat(worker.database.rows("select id, sync_revision, xmin from clerk.users order by 1"))
                    .as("rows are locked and not written")
                    .isEqualTo(before);
            // A placeholder is in no feed.
            worker.database.execute("delete from clerk.users where sync_revision = 0");
            other.assertFeedIsExact();
            for (Resource resource : Resource.values()) {
                Map<String, Map<String, String>> repeated = headers(other.read(other.topics.changes(resource)));
                Map<String, Map<String, String>> first = headers(worker.read(worker.topics.changes(resource)));
                assertThat(repeated.values())
                        .allSatisfy(own -> assertThat(own).containsEntry("rollcall-announced", "again"));
                repeated.values().forEach(own -> own.remove("rollcall-announced"));
                assertThat(repeated).as("headers of %s", resource).isEqualTo(first);
            }
            assertThat(
                            worker.database.rows(
                                    "select action, subject, count from rollcall.audit_log where subject like 'table=users%' order by id"))
                    .containsExactly(
                            "announce begun|table=users ended=true|1102", "announce done|table=users ended=true|1102");
        }
    }

    @Test
    void onlyWhatIsAskedForIsAnnouncedAndTheRestIsSaid() throws InterruptedException {
        deliver(one(3, "u"));
        deliver(List.of(Events.deleted("d", "user", "user_u2", 5_000)));
        CommandRun ran =
                command(worker.topics.prefix(), "--table", "clerk.users", "--id", "user_u1", "--id", "user_u2,user_x");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("1 row announced again", "user_u2, user_x");
        assertThat(worker.read(worker.topics.changes(Resource.USER)).stream()
                        .filter(record -> record.headers().lastHeader("rollcall-announced") != null)
                        .map(record -> new String(record.key(), StandardCharsets.UTF_8)))
                .containsExactly("user_u1");
        worker.assertFeedIsExact(false);
        assertThat(command(worker.topics.prefix(), "--table", "other_objects").err())
                .contains("has no change topic; write all, or one of organizations, users");
        assertThat(command("absent.", "--table", "users").err())
                .contains("absent.clerk.changes.users does not exist: run `rollcall topics`");
        assertThat(worker.database.count("rollcall.audit_log")).isEqualTo(2);
    }

    /** What is held back is never held back with rows locked: a second's worth goes in a transaction of its own. */
    @Test
    void aRateCutsItIntoTransactionsOfASecond() throws Exception {
        deliver(one(25, "r"));
        List<String> commits = new ArrayList<>();
        AnnounceAgain again = again(
                method -> {
                    if (method.equals("commitTransaction")) {
                        commits.add(method);
                    }
                },
                10);
        assertThat(again.run(Selection.parse("users", List.of(), false), Actor.ofToken("test"), line -> {})
                        .rows())
                .isEqualTo(25);
        assertThat(commits).hasSize(3);
        worker.assertFeedIsExact(false);
    }

    /** Of eight kilobytes of metadata PostgreSQL prints fifty times as much. */
    @Test
    void heavyRowsAreAllAnnouncedAndReadByPortions() throws Exception {
        String numbers = "1e308,".repeat(8 * 1_024 / "1e308,".length()) + "1";
        deliver(IntStream.range(0, 60)
                .mapToObj(number -> {
                    String id = "user_h" + number;
                    return Events.event(
                            "m_h" + number,
                            "user.created",
                            1,
                            id,
                            "{\"id\":\"" + id + "\",\"public_metadata\":{\"n\":[" + numbers + "]},\"updated_at\":"
                                    + Events.BASE + "}");
                })
                .toList());
        MeasuredReads reads = new MeasuredReads();
        AnnounceAgain again = again(reads.of(worker.database.pool), method -> {}, 100_000);
        assertThat(run(again).rows()).isEqualTo(60);
        assertThat(worker.read(worker.topics.changes(Resource.USER)).stream()
                        .filter(record -> record.headers().lastHeader("rollcall-announced") != null)
                        .map(record -> new String(record.key(), StandardCharsets.UTF_8)))
                .doesNotHaveDuplicates()
                .hasSize(60);
        assertThat(reads.all()).isGreaterThan(60L * 1_000 * 300);
        assertThat(reads.most()).isLessThan(StoredContent.MOST_BYTES + 64 * 1_024);
    }

    /** Its connection is taken from it while it stands still, as the server does after 20 s. */
    @Test
    void whatWasFrozenWithItsLocksTakenAwayNeverStandsLast() throws Exception {
        deliver(one(20, "f"));
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        AnnounceAgain again = again(method -> {
            if (method.equals("flush") && frozen.getCount() > 0) {
                frozen.countDown();
                pass(thaw);
            }
        });
        CompletableFuture<AnnounceAgain.Result> running = inBackground(again);
        pass(frozen);
        // It has read the first versions. The server takes its locks away, and the worker writes and announces newer
        // ones.
        worker.database.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and state = 'idle in transaction' and query ilike '%clerk.users%'");
        deliverMeanwhile(newer(20, "f"));
        thaw.countDown();
        assertThat(running.get(WAIT_SECONDS, TimeUnit.SECONDS).rows()).isEqualTo(20);
        worker.assertFeedIsExact(false);
        assertNeverBackwards();
    }

    /** Between the two commits: the database has committed, so newer versions may be written; they stand behind. */
    @Test
    void whatWasFrozenBetweenTheCommitsNeverStandsLast() throws Exception {
        deliver(one(20, "b"));
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        AnnounceAgain again = again(method -> {
            if (method.equals("commitTransaction") && frozen.getCount() > 0) {
                frozen.countDown();
                pass(thaw);
            }
        });
        CompletableFuture<AnnounceAgain.Result> running = inBackground(again);
        pass(frozen);
        deliverMeanwhile(newer(20, "b"));
        thaw.countDown();
        assertThat(running.get(WAIT_SECONDS, TimeUnit.SECONDS).rows()).isEqualTo(20);
        worker.assertFeedIsExact(false);
        assertNeverBackwards();
    }

    @Test
    void killedInTheMiddleAndRepeatedItGivesTheTable() throws Exception {
        deliver(one(1_500, "k"));
        for (String where : List.of("send", "flush", "commitTransaction")) {
            int[] calls = {0};
            AnnounceAgain dying = again(method -> {
                if (method.equals(where) && ++calls[0] == 2) {
                    throw new AssertionError("killed");
                }
            });
            assertThatThrownBy(() -> run(dying)).as(where).hasMessage("killed");
            deliverMeanwhile(newer(3, "k", where));
        }
        assertThat(run(again(method -> {})).rows()).isEqualTo(1_500);
        worker.assertFeedIsExact(false);
        assertNeverBackwards();
    }

    private static List<Events.Event> newer(int times, String name) {
        return newer(times, name, "");
    }

    private static List<Events.Event> newer(int times, String name, String which) {
        return IntStream.range(0, times)
                .mapToObj(number -> Events.user(
                        "n_" + name + number + which,
                        "updated",
                        "user_" + name + number,
                        5_000 + which.length(),
                        "B" + which,
                        List.of("b@x.y")))
                .toList();
    }

    /** Of one key no version stands behind a greater one. */
    private void assertNeverBackwards() {
        Map<String, Long> revisions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : worker.read(worker.topics.changes(Resource.USER))) {
            long revision = Long.parseLong(WorkerHarness.header(record, "ce_revision"));
            Long before = revisions.put(new String(record.key(), StandardCharsets.UTF_8), revision);
            assertThat(before == null ? 0 : before).isLessThanOrEqualTo(revision);
        }
    }

    private static CompletableFuture<AnnounceAgain.Result> inBackground(AnnounceAgain again) {
        CompletableFuture<AnnounceAgain.Result> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(run(again));
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        return result;
    }

    private static AnnounceAgain.Result run(AnnounceAgain again) throws InterruptedException {
        return again.run(Selection.parse("users", List.of(), false), new Actor("os:test"), line -> {});
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
