package dev.rollcall.benchmark.endtoend;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.load.LoadResult;
import dev.rollcall.benchmark.load.SignedRequest;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Machine;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The same signed POSTs of new users, from the first one to the last committed row. Rollcall answers before the row is
 * written, so its clock stops when the worker has applied what was accepted; the route's answer is its commit.
 */
public final class EndToEndBenchmark {

    private static final int ROUNDS = 5;
    private static final int CONNECTIONS = 64;

    /** More than can be sent in a run: a request that is sent again would be passed over by the guard. */
    private static final int MOST_A_SECOND = 20_000;

    private final Servers servers;
    private final Path root;
    private final Duration measured;

    public EndToEndBenchmark(Servers servers, Path root, Duration measured) {
        this.servers = servers;
        this.root = root;
        this.measured = measured;
    }

    /**
     * One run.
     *
     * @param perSecond events
     * @param micros of processor time for an event, of all processes: client, servers and whatever else runs
     */
    private record Run(double perSecond, double micros) {

        static Run of(long events, long begunNanos, Machine machine) {
            return new Run(events / ((System.nanoTime() - begunNanos) / 1e9), machine.busySeconds() * 1e6 / events);
        }
    }

    public Section run() throws IOException, InterruptedException {
        List<Run> ours = new ArrayList<>();
        List<Run> byHand = new ArrayList<>();
        List<Run> byPrisma = new ArrayList<>();
        Optional<NodePeer> pg = NodePeer.installed(servers, root, "node-pg");
        Optional<NodePeer> prisma = NodePeer.installed(servers, root, "node-prisma");
        try (App gateway = servers.gateway();
                App worker = servers.worker()) {
            rollcall(gateway, worker, "w", new ArrayList<>());
            for (int round = 0; round < ROUNDS; round++) {
                rollcall(gateway, worker, "r" + round, ours);
                if (pg.isPresent()) {
                    route(pg.get(), "r" + round, byHand);
                }
                if (prisma.isPresent()) {
                    route(prisma.get(), "p" + round, byPrisma);
                }
            }
        }
        Section section = new Section("end-to-end");
        say(section, "`pg`", ours, byHand);
        say(section, "Prisma", ours, byPrisma);
        section.head("", "events/s", "µs of processor an event", "each run, events/s")
                .row(row("Rollcall: Kafka, order, guard, children, feed", ours));
        if (!byHand.isEmpty()) {
            section.row(row("Node and `pg`: guard, one transaction an event, 8 connections", byHand));
        }
        if (!byPrisma.isEmpty()) {
            section.row(row("Node and Prisma 7: guard, one transaction an event, 8 connections", byPrisma));
        }
        return section.text(
                "%d connections, medians of %d runs in turn (ratio: of the pairs), after one of warm-up. The processor time is the machine's: all servers, the client, and whatever else ran."
                        .formatted(CONNECTIONS, ROUNDS));
    }

    private static void say(Section section, String with, List<Run> ours, List<Run> theirs) {
        if (!theirs.isEmpty()) {
            section.text(
                    "**Ratio %s** to the route of Node and %s: events from the first POST to the last committed row."
                            .formatted(Figures.ratio(Figures.medianRatio(rates(ours), rates(theirs))), with));
        }
    }

    private void rollcall(App gateway, App worker, String run, List<Run> into) throws InterruptedException {
        List<ByteBuf> requests = requests("rollcall" + run);
        double before = worker.metric(App.CONSUMED, "");
        Machine machine = Machine.watch();
        long begun = System.nanoTime();
        long accepted = send(gateway.port(), requests);
        worker.await(App.CONSUMED, before + accepted);
        into.add(Run.of(accepted, begun, machine));
    }

    private void route(NodePeer peer, String run, List<Run> into) throws InterruptedException {
        List<ByteBuf> requests = requests("peer" + run);
        int port = FreePort.any();
        try (ChildProcess process = peer.start(servers, port)) {
            // A route that was just started is as warm as its runtime makes it in a second.
            send(port, SignedRequest.creates("peerwarm" + run, 500));
            Machine machine = Machine.watch();
            long begun = System.nanoTime();
            long accepted = send(port, requests);
            into.add(Run.of(accepted, begun, machine));
            if (!process.isAlive()) {
                throw new IllegalStateException("the route has ended, see " + process.logFile());
            }
        }
    }

    /** Returns how many were accepted; one that is refused ends the benchmark, which would compare nothing. */
    private long send(int port, List<ByteBuf> requests) throws InterruptedException {
        try (LoadClient client = new LoadClient(port, CONNECTIONS)) {
            LoadResult result = client.saturate(requests, Duration.ZERO, measured);
            if (result.refused() > 0) {
                throw new IllegalStateException(result.refused() + " requests were refused");
            }
            return client.accepted();
        }
    }

    private List<ByteBuf> requests(String run) {
        return SignedRequest.creates(run, (int) (MOST_A_SECOND * measured.toSeconds()));
    }

    private static double[] rates(List<Run> runs) {
        return runs.stream().mapToDouble(Run::perSecond).toArray();
    }

    private static String[] row(String name, List<Run> runs) {
        return new String[] {
            name,
            Figures.rate(Figures.median(rates(runs))),
            Figures.rate(Figures.median(runs.stream().mapToDouble(Run::micros).toArray())),
            runs.stream().map(run -> Figures.rate(run.perSecond())).collect(Collectors.joining(", "))
        };
    }
}
