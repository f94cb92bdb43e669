package dev.rollcall.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.survey.api.ApiUrl;
import dev.rollcall.worker.survey.api.ClerkApi;
import dev.rollcall.worker.survey.api.RequestBudget;
import dev.rollcall.worker.survey.api.SecretKey;
import dev.rollcall.worker.survey.run.Requests;
import dev.rollcall.worker.survey.run.Survey;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyProgress;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyServices;
import dev.rollcall.worker.survey.run.SurveySettings;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;

/**
 * A survey in a process of its own, which can be killed: the command's, but that graces pass at once, and that it stands
 * still at a step until the signal comes.
 */
final class SurveyProcess {

    static final String BACKFILL = "backfill";
    static final String REPAIR_AND_END = "reconcile --repair --end-extra";

    private static final String STANDS = "stands at ";
    private static final int STOPPED = 4;
    private static final int KILLED = 128 + 9;

    private SurveyProcess() {}

    /** What one came to that ran to its end. */
    record Ended(int exitCode, List<String> lines) {}

    /** @param step of {@link SurveyProgress#reached}, with the occurrence that is meant: {@code checkpoint 2} */
    static void killedAt(SurveyCase survey, String command, String step) throws IOException, InterruptedException {
        Process process = start(survey, command, step);
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith(STANDS)) {
                lines.add(line);
                line = output.readLine();
            }
            // SIGKILL: no shutdown hook, no finally.
            process.destroyForcibly();
            if (line == null || process.waitFor() != KILLED) {
                throw new AssertionError("it ended before it stood at " + step + ": " + lines);
            }
        }
    }

    /**
     * Kills it after a time from its first line on, which says that it began.
     *
     * @return whether it was still running
     */
    static boolean killedAfter(SurveyCase survey, String command, Duration time)
            throws IOException, InterruptedException {
        Process process = start(survey, command, "");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>();
            lines.add(output.readLine());
            boolean ended = process.waitFor(time);
            process.destroyForcibly();
            if (ended && process.waitFor() != 0) {
                output.lines().forEach(lines::add);
                throw new AssertionError("it ended with " + process.exitValue() + ": " + lines);
            }
            return process.waitFor() == KILLED;
        }
    }

    static Ended ended(SurveyCase survey, String command) throws IOException, InterruptedException {
        Process process = start(survey, command, "");
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).readAllLines();
        return new Ended(process.waitFor(), lines);
    }

    private static Process start(SurveyCase survey, String command, String step) throws IOException {
        DatabaseUrl database = survey.worker.database.urlOf("rollcall_sync");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SurveyProcess.class.getName(),
                        command,
                        step)
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "TEST_DATABASE",
                        database.jdbcUrlWithLogin(),
                        "TEST_KAFKA",
                        survey.worker.kafka.bootstrapServers(),
                        "TEST_PREFIX",
                        survey.worker.topics.prefix(),
                        "TEST_CLERK",
                        survey.clerk.url().toString()));
        return builder.start();
    }

    public static void main(String[] arguments) throws Exception {
        SurveyOptions options = arguments[0].equals(BACKFILL)
                ? SurveyOptions.BACKFILL.ofTables(SurveyCase.EVERYTHING)
                : SurveyOptions.REPAIR.endingExtra(1_000_000L);
        int exitCode = 0;
        Map<String, String> told = System.getenv();
        SecretKey key = SecretKey.of(SurveyCase.KEY);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Topics topics = new Topics(told.getOrDefault("TEST_PREFIX", ""));
        String kafka = told.getOrDefault("TEST_KAFKA", "");
        DatabaseUrl url = DatabaseUrl.parse(told.getOrDefault("TEST_DATABASE", ""));
        try (HikariDataSource database = ConnectionPool.open(url, 2);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
                EventPublisher publisher = new EventPublisher(TestClients.of(kafka), topics, Clock.systemUTC())) {
            SurveyReport report = new Survey(
                            new SurveyServices(
                                    new ClerkApi(
                                            ApiUrl.of(told.getOrDefault("TEST_CLERK", ""), key),
                                            key,
                                            RequestBudget.unlimited(),
                                            registry),
                                    new Requests(registry),
                                    database,
                                    admin,
                                    publisher,
                                    new SurveyCase.SkippingTime()),
                            new SurveySettings(
                                    topics.events(), topics.workerGroup(), null, CopiedWith.ofThisRelease(true)),
                            options,
                            new Standing(arguments[1]))
                    .run();
            System.out.println("complete " + report.complete() + ", drift " + report.drift());
        } catch (SurveyStoppedException stopped) {
            System.out.println("Stopped: " + stopped.getMessage());
            exitCode = STOPPED;
        }
        System.exit(exitCode);
    }

    private static final class Standing implements SurveyProgress {

        private final String step;
        private final Map<String, Integer> reached = new HashMap<>();

        Standing(String step) {
            this.step = step;
        }

        @Override
        public void say(String line) {
            System.out.println(line);
        }

        @Override
        public void page(String table, long listed, long expected, long published) {}

        @Override
        public void reached(String name) {
            if (step.equals(name + " " + reached.merge(name, 1, Integer::sum))) {
                System.out.println(STANDS + step);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
