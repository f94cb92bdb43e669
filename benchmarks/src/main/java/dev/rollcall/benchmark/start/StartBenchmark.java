package dev.rollcall.benchmark.start;

import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Gateway and worker from their plain jars, and as {@code ./rollcall up} starts them: in turn, each alone on the machine. */
public final class StartBenchmark {

    private static final int ROUNDS = 5;

    private final Servers quick;
    private final Servers plain;

    public StartBenchmark(Servers servers) {
        this.quick = servers;
        this.plain = servers.withPlainJars();
    }

    public Section run() throws InterruptedException {
        List<Start> plainGateways = new ArrayList<>();
        List<Start> quickGateways = new ArrayList<>();
        List<Start> plainWorkers = new ArrayList<>();
        List<Start> quickWorkers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            plainGateways.add(measure(plain::gateway));
            quickGateways.add(measure(quick::gateway));
            plainWorkers.add(measure(plain::worker));
            quickWorkers.add(measure(quick::worker));
        }
        return new Section("start")
                .text("**Gateway %s, worker %s** of the processor time that the plain jars take until they are ready."
                        .formatted(ratio(quickGateways, plainGateways), ratio(quickWorkers, plainWorkers)))
                .head("", "s until ready", "s of processor", "each run, s until ready")
                .row(row("gateway, plain jar", plainGateways))
                .row(row("gateway, as `up` starts it", quickGateways))
                .row(row("worker, plain jar", plainWorkers))
                .row(row("worker, as `up` starts it", quickWorkers))
                .text("Medians of %d starts of each, in turn (ratios: of the pairs).".formatted(ROUNDS));
    }

    private static Start measure(Starter starter) throws InterruptedException {
        long begin = System.nanoTime();
        try (App app = starter.start()) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            Duration processor = ProcessHandle.of(app.process().pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
            return new Start(seconds, processor.toMillis() / 1e3);
        }
    }

    private static String ratio(List<Start> ours, List<Start> others) {
        return Figures.ratio(
                Figures.medianRatio(figures(ours, Start::processorSeconds), figures(others, Start::processorSeconds)));
    }

    private static String[] row(String name, List<Start> starts) {
        return new String[] {
            name,
            seconds(Figures.median(figures(starts, Start::seconds))),
            seconds(Figures.median(figures(starts, Start::processorSeconds))),
            String.join(
                    ", ", starts.stream().map(start -> seconds(start.seconds())).toList())
        };
    }

    private static double[] figures(List<Start> starts, ToDoubleFunction<Start> figure) {
        return starts.stream().mapToDouble(figure).toArray();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    @FunctionalInterface
    private interface Starter {
        App start() throws InterruptedException;
    }

    private record Start(double seconds, double processorSeconds) {}
}
