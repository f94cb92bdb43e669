package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What an event costs in PostgreSQL's write-ahead log, against the figures of docs/sizing.md. */
class WriteAheadLogIT {

    private static final int MANY = 2_000;
    private static final int ALONE = 10;

    @Test
    void anEventWritesWhatThePageSays() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.bindTo(Events.INSTANCE);
            worker.start();
            IntFunction<Events.Event> created = number -> Events.user(
                    "c" + number, "created", "user_" + number, number, "Ada", List.of(number + "@example.com"));
            IntFunction<Events.Event> updated = number -> Events.user(
                    "u" + number, "updated", "user_" + number, MANY + number, "Bob", List.of(number + "@example.com"));
            // The first batch makes progress rows and fills caches.
            deliver(worker, List.of(Events.user("first", "created", "user_first", 1, "Eve", List.of())));
            SoftAssertions all = new SoftAssertions();
            checkpoint(worker);
            all.assertThat(together(worker, created)).as("new users").isBetween(share("new"), bound("new"));
            checkpoint(worker);
            all.assertThat(together(worker, updated)).as("changed users").isBetween(share("changed"), bound("changed"));
            all.assertThat(alone(worker)).as("each after a checkpoint").isBetween(share("alone"), bound("alone"));
            all.assertAll();
        }
    }

    private static long together(WorkerHarness worker, IntFunction<Events.Event> event) throws Exception {
        List<Events.Event> events = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            events.add(event.apply(number));
        }
        return deliver(worker, events) / MANY;
    }

    /** Every page is written whole when it is touched first after a checkpoint: the most that an event can cost. */
    private static long alone(WorkerHarness worker) throws Exception {
        long bytes = 0;
        for (int number = 0; number < ALONE; number++) {
            checkpoint(worker);
            bytes += deliver(
                    worker,
                    List.of(Events.user(
                            "a" + number,
                            "updated",
                            "user_" + number * 150,
                            3 * MANY + number,
                            "Cy",
                            List.of(number * 150 + "@example.com"))));
        }
        return bytes / ALONE;
    }

    private static long deliver(WorkerHarness worker, List<Events.Event> events) throws Exception {
        String before =
                worker.database.rows("select pg_current_wal_insert_lsn()").getFirst();
        worker.produce(events);
        worker.awaitDrained();
        return Long.parseLong(worker.database
                .rows("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + before + "')::bigint")
                .getFirst());
    }

    private static void checkpoint(WorkerHarness worker) {
        worker.database.execute("checkpoint");
    }

    private static long share(String which) throws IOException {
        return bound(which) / 3;
    }

    /** In the page's words, such as "write-ahead log of a new user: 1.2 kB". */
    private static long bound(String which) throws IOException {
        String words = switch (which) {
            case "new" -> "a new user";
            case "changed" -> "a changed user";
            default -> "one event alone after a checkpoint";
        };
        Matcher figure = Pattern.compile("write-ahead log of " + words + " \\| ([0-9.]+) kB")
                .matcher(Files.readString(Path.of("../docs/sizing.md")));
        assertThat(figure.find()).as(words).isTrue();
        return Math.round(Double.parseDouble(figure.group(1)) * 1_000);
    }
}
