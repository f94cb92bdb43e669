package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.operate.replay.EventPublisher;
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
import dev.rollcall.worker.survey.run.SurveyTable;
import dev.rollcall.worker.survey.run.SurveyTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A worker, a local Clerk, and surveys of the one by the other. Graces pass at once. */
final class SurveyCase implements AutoCloseable {

    /** As {@code --tables} takes them. */
    static final Set<String> EVERYTHING =
            Stream.of(SurveyTable.values()).map(SurveyTable::label).collect(Collectors.toUnmodifiableSet());

    static final String KEY = "sk_test_localClerkOfTests";

    final WorkerHarness worker = new WorkerHarness();
    final ClerkObjects objects;
    final LocalClerk clerk;
    final List<String> said = new ArrayList<>();
    final CopiedWith copiedWith = CopiedWith.ofThisRelease(true);
    Consumer<String> steps = step -> {};
    DataSource database = worker.database.pool;

    SurveyCase() {
        this(new ClerkObjects());
        worker.start();
    }

    private SurveyCase(ClerkObjects objects) {
        this.objects = objects;
        clerk = LocalClerk.start(
                new LocalClerk.Settings(0, Events.INSTANCE, Set.of(KEY), LocalClerk.PRODUCTION_REQUESTS * 100),
                objects);
        worker.group = worker.topics.workerGroup();
        copiedWith.note(worker.database.pool);
    }

    /** For a worker in a process of its own. */
    static SurveyCase withoutWorker() {
        return new SurveyCase(new ClerkObjects());
    }

    /** The same, of objects that are deeper than a stack: they are written and read, and never copied. */
    static SurveyCase ofDeepObjects() {
        return new SurveyCase(ClerkObjects.packed());
    }

    /** A killed process, as far as a test can be one. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1;

        KilledException(String step) {
            super(step);
        }
    }

    static final class SkippingTime implements SurveyTime {
        private Duration skipped = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(skipped);
        }

        @Override
        public void sleep(Duration time) {
            skipped = skipped.plus(time);
        }
    }

    private final class Told implements SurveyProgress {
        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void page(String table, long listed, long expected, long published) {}

        @Override
        public void reached(String step) {
            steps.accept(step);
        }
    }

    void worldOf(long seed, int events) {
        World.of(WorldSettings.of(seed, events).withInstanceId(Events.INSTANCE))
                .events()
                .forEach(objects::happened);
    }

    SurveyReport run(SurveyOptions options) throws InterruptedException, SurveyStoppedException {
        return run(options, KEY);
    }

    SurveyReport run(SurveyOptions options, String key) throws InterruptedException, SurveyStoppedException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SecretKey secret = SecretKey.of(key);
        ClerkApi api =
                new ClerkApi(ApiUrl.of(clerk.url().toString(), secret), secret, RequestBudget.unlimited(), registry);
        try (EventPublisher publisher =
                new EventPublisher(TestClients.of(worker.kafka.bootstrapServers()), worker.topics, Clock.systemUTC())) {
            return new Survey(
                            new SurveyServices(
                                    api, new Requests(registry), database, worker.admin, publisher, new SkippingTime()),
                            new SurveySettings(worker.topics.events(), worker.topics.workerGroup(), null, copiedWith),
                            options,
                            new Told())
                    .run();
        }
    }

    /** So long ago that no grace covers it. */
    void age() {
        for (SurveyTable table : SurveyTable.values()) {
            worker.database.execute("update " + table.table().name()
                    + " set sync_committed_at = sync_committed_at - interval '3 days'");
        }
    }

    /** As thirty seconds would. */
    void theLeaseRunsOut() {
        worker.database.execute("update rollcall.survey_lease set expires_at = now() - interval '1 s'");
    }

    void assertIsTheWorld() {
        for (SurveyTable table : SurveyTable.values()) {
            assertThat(live(table)).as(table.label()).isEqualTo(atClerk(table));
        }
    }

    Set<String> live(SurveyTable table) {
        return new TreeSet<>(worker.database.rows(
                "select id from " + table.table().name() + " where deleted_at is null and sync_revision > 0"));
    }

    Set<String> atClerk(SurveyTable table) {
        return new TreeSet<>(objects.liveIds(table.resource().eventName()));
    }

    long records() {
        return worker.read(worker.topics.events()).size();
    }

    @Override
    public void close() {
        clerk.close();
        worker.close();
    }
}
