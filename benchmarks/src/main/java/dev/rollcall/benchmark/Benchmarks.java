package dev.rollcall.benchmark;

import dev.rollcall.benchmark.endtoend.EndToEndBenchmark;
import dev.rollcall.benchmark.freshness.CascadeBenchmark;
import dev.rollcall.benchmark.freshness.FirstMinuteBenchmark;
import dev.rollcall.benchmark.freshness.FreshnessBenchmark;
import dev.rollcall.benchmark.gateway.GatewayBenchmark;
import dev.rollcall.benchmark.memory.MemoryBenchmark;
import dev.rollcall.benchmark.report.Machine;
import dev.rollcall.benchmark.report.PerformancePage;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.benchmark.start.StartBenchmark;
import dev.rollcall.benchmark.survey.SurveyBenchmark;
import dev.rollcall.benchmark.worker.ScaleBenchmark;
import dev.rollcall.benchmark.worker.SinkBenchmark;
import dev.rollcall.benchmark.worker.SwitchBenchmark;
import dev.rollcall.benchmark.worker.WorkerBenchmark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Runs the benchmarks that the command line names, prints what they say and writes it to the page. */
final class Benchmarks {

    private static final int USERS = 100_000;
    private static final int MEMBERS = 100_000;

    private Benchmarks() {}

    /** Runs in the root of the repository, started by {@code benchmarks/run}. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        Path root = Path.of("").toAbsolutePath();
        PerformancePage page = new PerformancePage(root.resolve("docs/performance.md"));
        for (String name : options.benchmarks()) {
            System.out.println("== " + name);
            try (Servers servers = Servers.start(root)) {
                Machine machine = Machine.watch();
                Optional<Section> measured = run(name, servers, root, options);
                if (measured.isEmpty()) {
                    continue;
                }
                Section section = measured.get();
                section.text("Measured " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + " on "
                        + Machine.description() + "; " + machine.since() + ".");
                System.out.println(section.markdown() + "\n");
                page.replace(section);
            }
        }
        System.out.println("Written to " + page.file());
    }

    /** Empty when what it measures against cannot be had, which it has said: what was measured before stays in the page. */
    private static Optional<Section> run(String name, Servers servers, Path root, Options options) throws Exception {
        return name.equals("debezium")
                ? new SinkBenchmark(servers, root, seconds(options, 8)).run()
                : Optional.of(measure(name, servers, root, options));
    }

    private static Section measure(String name, Servers servers, Path root, Options options) throws Exception {
        return switch (name) {
            case "gateway" -> new GatewayBenchmark(servers, seconds(options, 4)).run();
            case "worker" -> new WorkerBenchmark(servers, seconds(options, 8)).run();
            case "row-security" ->
                SwitchBenchmark.rowSecurity(servers, seconds(options, 4)).run();
            case "history" ->
                SwitchBenchmark.history(servers, seconds(options, 4)).run();
            case "freshness-proof" ->
                SwitchBenchmark.freshnessProof(servers, seconds(options, 4)).run();
            case "freshness" -> new FreshnessBenchmark(servers, seconds(options, 30)).run();
            case "first-minute" -> new FirstMinuteBenchmark(root, seconds(options, 60)).run();
            case "end-to-end" -> new EndToEndBenchmark(servers, root, seconds(options, 8)).run();
            case "start" -> new StartBenchmark(servers).run();
            case "survey" ->
                SurveyBenchmark.ofUsers(
                                servers,
                                options.users().orElse(options.seconds().orElse(20) * SurveyBenchmark.USERS_A_SECOND))
                        .run();
            case "scale" -> scale(servers, root, options);
            case "cascade" -> new CascadeBenchmark(servers, options.members().orElse(MEMBERS)).run();
            case "memory" -> new MemoryBenchmark(servers, seconds(options, 600)).run();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Section scale(Servers full, Path root, Options options) throws Exception {
        try (Servers empty = Servers.start(root)) {
            return new ScaleBenchmark(full, empty, options.users().orElse(USERS), seconds(options, 4)).run();
        }
    }

    private static Duration seconds(Options options, int usual) {
        return Duration.ofSeconds(options.seconds().orElse(usual));
    }
}
