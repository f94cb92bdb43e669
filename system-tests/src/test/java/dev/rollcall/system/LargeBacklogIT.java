package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.system.LargeEvents.Content;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The worker with the heap of the local stack and a backlog whose records are far larger than what Kafka counts of them.
 * It applies all of it in its first life, and looking at it does not end that life.
 *
 * <p>{@code -Drollcall.backlog=full} sends several times as much.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class LargeBacklogIT {

    private static final boolean FULL = "full".equals(System.getProperty("rollcall.backlog"));
    private static final Duration LONGEST = Duration.ofMinutes(FULL ? 15 : 10);
    private static final int LARGEST = 510 * 1024;
    private static final String UPDATED = LargeEvents.userId("Updated", 0);

    @TempDir
    static Path directory;

    private static RunningStack stack;

    @BeforeAll
    static void startEverything() throws InterruptedException {
        stack = RunningStack.start(directory);
    }

    @AfterAll
    static void stopEverything() {
        if (stack != null) {
            stack.close();
        }
    }

    private record Backlog(int count, int kilobytes) {}

    @Test
    @Order(1)
    void aBacklogOfLargeEventsIsAppliedInOneLife() throws Exception {
        List<Backlog> backlogs = FULL
                ? List.of(new Backlog(2_000, 30), new Backlog(600, 480), new Backlog(5_000, 100))
                : List.of(new Backlog(2_000, 30), new Backlog(150, 480), new Backlog(300, 100));
        stack.killWorker();
        int all = 0;
        for (Backlog backlog : backlogs) {
            for (Content content : List.of(Content.ONE_LETTER, Content.JSON)) {
                String name = content.name().replace("_", "") + backlog.kilobytes();
                LargeEvents.produce(
                        stack,
                        backlog.count(),
                        backlog.kilobytes() * 1024,
                        content,
                        number -> LargeEvents.userId(name, number));
                all += backlog.count();
            }
        }
        stack.startWorker();
        awaitCount("select count(*) from clerk.users", all);
        assertThat(count("select count(*) from rollcall.dead_letters")).isZero();
    }

    /** A record that is alone in its batch cannot be made smaller: none may be too large for the heap. */
    @Test
    @Order(2)
    void noSingleEventIsTooLarge() throws Exception {
        long before = count("select count(*) from clerk.users");
        stack.killWorker();
        int all = 0;
        for (Content content : Content.values()) {
            String name = "Single" + content.name().replace("_", "");
            LargeEvents.produce(stack, 12, LARGEST, content, number -> LargeEvents.userId(name, number));
            all += 12;
        }
        stack.startWorker();
        awaitCount(
                "select (select count(*) from clerk.users) + (select count(*) from rollcall.dead_letters)",
                before + all);
        for (Content content : Content.values()) {
            String id = LargeEvents.userId("Single" + content.name().replace("_", ""), 0);
            assertThat(get("entities/" + id + "?values=true").statusCode()).isIn(200, 404);
            assertThat(get("entities/" + id + "/timeline?values=true").statusCode())
                    .isEqualTo(200);
        }
        assertThat(stack.worker().isAlive()).isTrue();
    }

    @Test
    @Order(3)
    void aTimelineOfLargeChangesIsAnsweredAsFarAsItMayBeRead() throws Exception {
        int updates = FULL ? 3_000 : 600;
        LargeEvents.produce(stack, updates, 60 * 1024, Content.JSON, number -> UPDATED);
        awaitCount(
                "select count(*) from clerk.users where id = '%s' and sync_message_id = '%s'"
                        .formatted(UPDATED, "msg_" + UPDATED.substring(5) + "x" + (updates - 1)),
                1);
        List<Thread> askers = new ArrayList<>();
        for (int asker = 0; asker < 4; asker++) {
            askers.add(Thread.ofPlatform().start(() -> answered("entities/" + UPDATED + "/timeline?values=true")));
        }
        for (Thread asker : askers) {
            asker.join();
        }
        JsonNode timeline = JsonMapper.shared()
                .readTree(get("entities/" + UPDATED + "/timeline").body());
        assertThat(timeline.get("entries").size()).isGreaterThan(10);
        assertThat(timeline.get("events").get("complete").booleanValue()).isFalse();
        assertThat(timeline.get("events").get("since").isString()).isTrue();
        assertThat(stack.worker().isAlive()).isTrue();
    }

    /** Whatever the answer is: several ask at once. */
    private static void answered(String path) {
        try {
            get(path);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception refused) {
            // The worker is looked at afterwards.
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = stack.opsUrl(path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Ends at once when the worker does. */
    private static void awaitCount(String query, long wanted) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        long now = count(query);
        while (now < wanted && System.nanoTime() - giveUp < 0) {
            assertThat(stack.worker().isAlive())
                    .as("the worker lives; applied: %d of %d", now, wanted)
                    .isTrue();
            never.await(250, TimeUnit.MILLISECONDS);
            now = count(query);
        }
        assertThat(now).isEqualTo(wanted);
        assertThat(stack.worker().isAlive()).isTrue();
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.administratorUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
