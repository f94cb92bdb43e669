package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.clerk.Resource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How old a row is when it is committed, by processes that have run for a while. */
public final class FreshnessBenchmark {

    private static final int PER_SECOND = 100;
    private static final int WINDOWS = 5;
    private static final int WARM_UP_EVENTS = 24_000;
    private static final int WARM_UP_PER_SECOND = 400;

    private final Servers servers;
    private final int events;

    public FreshnessBenchmark(Servers servers, Duration window) {
        this.servers = servers;
        events = (int) window.toSeconds() * PER_SECOND;
    }

    @SuppressWarnings("try") // nobody asks the worker: what it commits is seen in the tables
    public Section run() throws InterruptedException, SQLException {
        Section section = new Section("freshness");
        double[] median = new double[WINDOWS];
        double[] highest = new double[WINDOWS];
        double[] readMedian = new double[WINDOWS];
        double[] readHighest = new double[WINDOWS];
        List<String[]> rows = new ArrayList<>();
        try (App gateway = servers.gateway();
                App worker = servers.worker();
                LoadClient client = new LoadClient(gateway.port(), 8)) {
            Window.measure(servers, client, "warmup", WARM_UP_EVENTS, WARM_UP_PER_SECOND);
            for (int index = 0; index < WINDOWS; index++) {
                Window window = Window.measure(servers, client, "f" + index, events, PER_SECOND);
                median[index] = window.committed(50);
                highest[index] = window.committed(99);
                rows.add(cells("window " + (index + 1), window, "", ""));
            }
            try (FeedReader reader = new FeedReader(servers, Resource.USER)) {
                for (int index = 0; index < WINDOWS; index++) {
                    Window window = Window.measure(servers, client, "r" + index, events, PER_SECOND);
                    long[] read = window.readBy(reader);
                    readMedian[index] = Figures.percentile(read, 50) / 1e3;
                    readHighest[index] = Figures.percentile(read, 99) / 1e3;
                    rows.add(cells(
                            "window " + (WINDOWS + index + 1) + ", with a reader",
                            window,
                            Figures.millis(readMedian[index]),
                            Figures.millis(readHighest[index])));
                }
            }
        }
        section.text("**p50 %s ms** (floor 15 ms), **p99 %s ms** (floor 60 ms) from the POST to the committed row."
                        .formatted(Figures.millis(Figures.median(median)), Figures.millis(Figures.median(highest))))
                .text("**p50 %s ms, p99 %s ms** from the POST until a consumer of the change topic has it."
                        .formatted(
                                Figures.millis(Figures.median(readMedian)),
                                Figures.millis(Figures.median(readHighest))))
                .head(
                        "",
                        "commit p50 ms",
                        "commit p99 ms",
                        "commit slowest ms",
                        "answer p50 ms",
                        "answer p99 ms",
                        "read p50 ms",
                        "read p99 ms");
        rows.forEach(section::row);
        return section.text(
                "%d events/s, %d events in each window; the bold figures are medians of the windows. The reader's processor time is in its windows."
                        .formatted(PER_SECOND, events));
    }

    private static String[] cells(String name, Window window, String readMedian, String readHighest) {
        String[] cells = {
            name,
            Figures.millis(window.committed(50)),
            Figures.millis(window.committed(99)),
            Figures.millis(window.committed(100)),
            Figures.millis(window.answered(50)),
            Figures.millis(window.answered(99)),
            readMedian,
            readHighest
        };
        System.out.println("  " + String.join("  ", cells));
        return cells;
    }
}
