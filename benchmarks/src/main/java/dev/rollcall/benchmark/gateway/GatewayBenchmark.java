package dev.rollcall.benchmark.gateway;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.load.LoadResult;
import dev.rollcall.benchmark.load.SignedRequest;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Requests a second and latency of the gateway and of the bare handler, in turn: gateway, bare, gateway, bare, … */
public final class GatewayBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int DISTINCT_REQUESTS = 4_096;
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(8);

    private final Servers servers;
    private final Duration measured;

    public GatewayBenchmark(Servers servers, Duration measured) {
        this.servers = servers;
        this.measured = measured;
    }

    public Section run() throws InterruptedException {
        int barePort = FreePort.any();
        List<LoadResult> ours = new ArrayList<>();
        List<LoadResult> bare = new ArrayList<>();
        try (App gateway = servers.gateway();
                ChildProcess bareGateway = bare(barePort)) {
            measure(gateway.port(), FIRST_WARM_UP);
            measure(barePort, FIRST_WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(measure(gateway.port(), WARM_UP));
                bare.add(measure(barePort, WARM_UP));
                System.out.println("  gateway " + ours.getLast() + "\n  bare    " + bare.getLast());
            }
            if (!bareGateway.isAlive()) {
                throw new IllegalStateException("the bare handler has ended, see " + bareGateway.logFile());
            }
        }
        double ratio = Figures.medianRatio(
                ours.stream().mapToDouble(LoadResult::perSecond).toArray(),
                bare.stream().mapToDouble(LoadResult::perSecond).toArray());
        return new Section("gateway")
                .text(
                        "**Ratio %s** (floor 0.60): requests/s of the gateway over those of the bare handler, median of the pairs."
                                .formatted(Figures.ratio(ratio)))
                .head("", "requests/s", "p50 ms", "p99 ms", "each run, requests/s")
                .row(row("gateway", ours))
                .row(row("bare Netty handler", bare))
                .text(String.format(
                        Locale.ROOT,
                        "%d connections, medians of %d runs of %d s in turn; answers other than 202: %d and %d.",
                        CONNECTIONS,
                        ROUNDS,
                        measured.toSeconds(),
                        ours.stream().mapToLong(LoadResult::refused).sum(),
                        bare.stream().mapToLong(LoadResult::refused).sum()));
    }

    private ChildProcess bare(int port) throws InterruptedException {
        ChildProcess process = servers.bare(
                "bare-handler",
                BareGateway.class,
                List.of(
                        Integer.toString(port),
                        servers.bootstrapServers(),
                        servers.topics().events(),
                        Servers.SECRET));
        process.awaitUntil(() -> !FreePort.isFree(port), Duration.ofSeconds(30));
        return process;
    }

    private LoadResult measure(int port, Duration warmUp) throws InterruptedException {
        List<ByteBuf> requests = SignedRequest.creates("g", DISTINCT_REQUESTS);
        try (LoadClient client = new LoadClient(port, CONNECTIONS)) {
            return client.saturate(requests, warmUp, measured);
        }
    }

    private static String[] row(String name, List<LoadResult> runs) {
        return new String[] {
            name,
            Figures.rate(median(runs, LoadResult::perSecond)),
            Figures.millis(median(runs, LoadResult::p50Millis)),
            Figures.millis(median(runs, LoadResult::p99Millis)),
            String.join(
                    ", ",
                    runs.stream().map(run -> Figures.rate(run.perSecond())).toList())
        };
    }

    private static double median(List<LoadResult> runs, ToDoubleFunction<LoadResult> figure) {
        return Figures.median(runs.stream().mapToDouble(figure).toArray());
    }
}
