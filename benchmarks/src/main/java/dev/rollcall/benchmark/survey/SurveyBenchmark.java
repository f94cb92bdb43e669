package dev.rollcall.benchmark.survey;

import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.ClerkVariables;
import dev.rollcall.simulator.api.LocalClerk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backfill of an empty copy, then surveys of the exact copy that it made: the commands as an operator runs them, at
 * {@code --rate 0}, of a local Clerk in this process.
 */
public final class SurveyBenchmark {

    /** About as many as a backfill brings in, with their memberships. */
    public static final int USERS_A_SECOND = 2_000;

    private static final int MOST_ROUNDS = 3;

    /** Of more than this many one survey takes minutes and says enough. */
    private static final int MANY_USERS = 200_000;

    private static final int HUNDRED_THOUSAND = 100_000;
    private static final String KEY = "sk_test_localClerkOfTheBenchmark";
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Pattern MOST_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private static final String LAST_RUN = """
            select extract(epoch from r.ended_at - r.started_at)::float8,
                   (select coalesce(sum(t.published), 0) from rollcall.survey_tables t where t.run = r.run),
                   (select coalesce(sum(d."left"), 0) from rollcall.drift d where d.run = r.run), r.state
            from rollcall.survey_runs r order by r.run desc limit 1
            """;

    private final Servers servers;
    private final SurveyWorld world;

    private SurveyBenchmark(Servers servers, SurveyWorld world) {
        this.servers = servers;
        this.world = world;
    }

    /** @param users of the instance, with a tenth as many organizations and as many memberships */
    public static SurveyBenchmark ofUsers(Servers servers, int users) {
        return new SurveyBenchmark(servers, new SurveyWorld(users));
    }

    /** @param seconds from the beginning of the run to its end, by the database's clock: without the start of the JVM */
    private record Run(double seconds, long requests, long published, double residentMegabytes, double workerSeconds) {

        double perSecond(int objects) {
            return objects / seconds;
        }
    }

    public Section run() throws IOException, InterruptedException, SQLException {
        try (App worker = servers.worker();
                WorkerLag lag = new WorkerLag(servers);
                LocalClerk clerk = LocalClerk.start(
                        new LocalClerk.Settings(
                                0,
                                SurveyWorld.INSTANCE,
                                Set.of(KEY),
                                LocalClerk.PRODUCTION_REQUESTS * HUNDRED_THOUSAND),
                        world.make())) {
            Run backfill = measure("backfill", clerk, worker, lag);
            String behind =
                    "At %,d of %,d looks while the backfill published the worker had nothing left to do; at most it was %,d records behind."
                            .formatted(lag.looksAtZero(), lag.looks(), lag.most());
            List<Run> surveys = new ArrayList<>();
            for (int round = 0; round < rounds(); round++) {
                surveys.add(measure("reconcile", clerk, worker, lag));
            }
            double rate = median(surveys, survey -> survey.perSecond(world.objects()));
            return new Section("survey")
                    .text(
                            "**Ratio %s** (floor 2): objects/s that a survey of an exact copy compares, to those that a backfill brings into the rows. **%d records published** by the surveys. %s"
                                    .formatted(
                                            Figures.ratio(rate / backfill.perSecond(world.objects())),
                                            surveys.stream()
                                                    .mapToLong(Run::published)
                                                    .sum(),
                                            behind))
                    .head(
                            "",
                            "objects/s",
                            "s for 100,000",
                            "requests",
                            "records published",
                            "resident at most, MB",
                            "the worker's processor, s")
                    .row(row("backfill of an empty copy, until all is applied", List.of(backfill)))
                    .row(row("reconcile of the exact copy", surveys))
                    .text(
                            "%,d users with two e-mail addresses each, %,d organizations, %,d memberships; one backfill, then the median of %d surveys. The command has `-Xmx256m`."
                                    .formatted(world.users(), world.organizations(), world.users(), rounds()));
        }
    }

    private int rounds() {
        return world.users() > MANY_USERS ? 1 : MOST_ROUNDS;
    }

    private String[] row(String name, List<Run> runs) {
        double rate = median(runs, run -> run.perSecond(world.objects()));
        return new String[] {
            name,
            Figures.rate(rate),
            decimal(HUNDRED_THOUSAND / rate),
            Figures.rate(median(runs, Run::requests)),
            Figures.rate(median(runs, Run::published)),
            Figures.rate(median(runs, Run::residentMegabytes)),
            decimal(median(runs, Run::workerSeconds))
        };
    }

    private Run measure(String command, LocalClerk clerk, App worker, WorkerLag lag)
            throws IOException, InterruptedException, SQLException {
        long asked = clerk.counts().requests();
        double worked = processorSeconds(worker.process());
        double resident = 0;
        Map<String, String> access =
                Map.of(ClerkVariables.KEY, KEY, ClerkVariables.URL, clerk.url().toString());
        try (ChildProcess process = servers.command(access, command, "--rate", "0", "--tables", SurveyWorld.TABLES)) {
            while (!process.awaitExit(LOOK)) {
                resident = Math.max(resident, mostResident(process));
                lag.look();
            }
            if (process.awaitExit() != 0) {
                throw new IllegalStateException(command + " ended with " + process.awaitExit() + ", see "
                        + process.logFile() + ": " + process.explanation());
            }
        }
        try (Connection connection = DriverManager.getConnection(servers.administratorUrl());
                Statement statement = connection.createStatement();
                ResultSet run = statement.executeQuery(LAST_RUN)) {
            run.next();
            if (!run.getString(4).equals("complete") || run.getLong(3) != 0) {
                throw new IllegalStateException(command + " is " + run.getString(4) + ", " + run.getLong(3) + " left");
            }
            return new Run(
                    run.getDouble(1),
                    clerk.counts().requests() - asked,
                    run.getLong(2),
                    resident,
                    processorSeconds(worker.process()) - worked);
        }
    }

    /** Of its whole life until now; 0 when it has just ended. */
    private static double mostResident(ChildProcess process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!process.isAlive() || !Files.exists(status)) {
            return 0;
        }
        try {
            Matcher matcher = MOST_RESIDENT.matcher(Files.readString(status));
            return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024.0 : 0;
        } catch (IOException ended) {
            if (process.isAlive()) {
                throw ended;
            }
            return 0;
        }
    }

    private static double processorSeconds(ChildProcess process) {
        return ProcessHandle.of(process.pid())
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Figures.median(runs.stream().mapToDouble(figure).toArray());
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
