package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/** How old a row is when it is committed, from the moment of readiness on: every process is new, the broker too. */
public final class FirstMinuteBenchmark {

    private static final int PER_SECOND = 100;
    private static final int STARTS = 5;

    /** Of a start, which are the worst of it. */
    private static final int FIRST_EVENTS = 5 * PER_SECOND;

    private final Path root;
    private final int events;

    /** @param root of the repository, where the executable jars are */
    public FirstMinuteBenchmark(Path root, Duration window) {
        this.root = root;
        events = (int) window.toSeconds() * PER_SECOND;
    }

    @SuppressWarnings("try") // nobody asks the worker: what it commits is seen in the tables
    public Section run() throws InterruptedException, SQLException, IOException {
        Section section = new Section("first-minute");
        String[][] rows = new String[STARTS][];
        double[] highest = new double[STARTS];
        for (int start = 0; start < STARTS; start++) {
            try (Servers servers = Servers.start(root);
                    App gateway = servers.gateway();
                    App worker = servers.worker();
                    LoadClient client = new LoadClient(gateway.port(), 8)) {
                Window first = Window.measure(servers, client, "first", FIRST_EVENTS, PER_SECOND);
                Window rest = Window.measure(servers, client, "rest", events - FIRST_EVENTS, PER_SECOND);
                Window all = first.with(rest);
                highest[start] = all.committed(99);
                rows[start] = new String[] {
                    "start " + (start + 1),
                    Figures.millis(all.committed(50)),
                    Figures.millis(highest[start]),
                    Figures.millis(all.committed(100)),
                    Figures.millis(first.committed(99)),
                    Figures.millis(rest.committed(99)),
                    Figures.millis(all.answered(99))
                };
                System.out.println("  " + String.join("  ", rows[start]));
            }
        }
        section.text("**p99 %s ms** from the POST to the committed row in the first %d s after readiness."
                        .formatted(Figures.millis(Figures.median(highest)), events / PER_SECOND))
                .head(
                        "",
                        "commit p50 ms",
                        "commit p99 ms",
                        "commit slowest ms",
                        "p99 of the first 5 s",
                        "p99 of the rest",
                        "answer p99 ms");
        Arrays.stream(rows).forEach(section::row);
        return section.text(
                "%d events/s, each a new user; the bold figure is the median of the starts.".formatted(PER_SECOND));
    }
}
