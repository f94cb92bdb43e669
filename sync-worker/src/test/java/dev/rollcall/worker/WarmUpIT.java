package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.CapturedLog;
import dev.rollcall.startup.warm.WarmUp;
import dev.rollcall.worker.WarmUpConfiguration.InDatabase;
import dev.rollcall.worker.copy.Rehearsal;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.copy.store.PostgresStore;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Made-up events before the first real ones: they take the whole way, leave nothing, and the start does not hang on them. */
class WarmUpIT {

    private static final String ROWS = """
            select table_schema || '.' || table_name from information_schema.tables
            where (table_schema = 'clerk' or table_name in ('dead_letters', 'history', 'progress'))
              and table_type = 'BASE TABLE'
              and (xpath('/row/rows/text()',
                         query_to_xml(format('select count(*) as rows from %I.%I', table_schema, table_name),
                                      false, true, '')))[1]::text <> '0'
            """;

    private static final String COUNTED = """
            create sequence public.written;
            create function public.note() returns trigger language plpgsql security definer as
                $$ begin perform nextval('public.written'); return null; end $$;
            create trigger note after insert or update on clerk.users for each row execute function public.note()
            """;

    private static final String REFUSED = """
            create function public.refuse() returns trigger language plpgsql as
                $$ begin raise exception 'no' using errcode = '23514'; end $$;
            create trigger refuse before insert on clerk.users for each row
                when (new.id like 'user_warmup%') execute function public.refuse()
            """;

    private static String answer(RunningWorker worker, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(worker.at(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean isReady(RunningWorker worker) {
        return answer(worker, "/actuator/health/readiness").contains("\"UP\"");
    }

    @Test
    void everyMadeUpEventIsWrittenAndTakenBack() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            database.keepHistory(true);
            // What a sequence has given is not taken back.
            database.execute(COUNTED);
            Clock clock = Clock.systemUTC();
            PostgresStore store = new PostgresStore(
                    database.pool,
                    new DatabaseCheck(database.pool, null, line -> {}),
                    new DeadLetters(new Topics(""), clock),
                    clock);
            Rehearsal rehearsal = new Rehearsal(
                    new RecordDecoder(Set.of(), clock), store, new ChangeAnnouncer(new Topics(""), Set.of()), clock);
            rehearsal.steps(() -> true);
            rehearsal.inDatabase(() -> true);
            assertThat(database.rows("select last_value from public.written"))
                    .as("two users a round")
                    .containsExactly("200");
            assertThat(database.rows(ROWS)).isEmpty();
        }
    }

    @Test
    void leavesNoRowNoRecordNoCountAndNoLine() throws Exception {
        try (CapturedLog log = new CapturedLog();
                WorkerHarness harness = new WorkerHarness();
                RunningWorker worker = new RunningWorker(harness, 0)) {
            harness.await("the worker is ready", () -> isReady(worker));
            assertThat(harness.database.rows(ROWS)).isEmpty();
            assertThat(harness.topics.all())
                    .extracting(TopicSpecification::name)
                    .allSatisfy(topic -> assertThat(harness.read(topic)).isEmpty());
            assertThat(answer(worker, "/actuator/prometheus").lines())
                    .filteredOn(line -> line.matches("rollcall_\\w+(_total|_count|_sum|_bucket)(\\{.*)? .*"))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(" 0.0") || line.endsWith(" 0"));
            assertThat(log.lines()).noneMatch(line -> line.contains("warm") || line.contains("ehears"));
        }
    }

    @Test
    void readinessWaitsForIt() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        WarmUp held = WarmUp.begin("test", Duration.ofHours(1), timeIsLeft -> mayEnd.await());
        BeanPostProcessor holding = new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof InDatabase ? new InDatabase(List.of(held)) : bean;
            }
        };
        try (WorkerHarness harness = new WorkerHarness();
                RunningWorker worker = RunningWorker.with(holding, harness)) {
            SyncLoops loops = worker.part(SyncLoops.class);
            harness.await("the group is joined", () -> loops.states().stream().anyMatch(LoopState::hasJoined));
            assertThat(isReady(worker)).isFalse();
            mayEnd.countDown();
            harness.await("the worker is ready", () -> isReady(worker));
        }
    }

    @Test
    void itsFailureIsHarmless() throws Exception {
        try (WorkerHarness harness = new WorkerHarness()) {
            harness.database.execute(REFUSED);
            try (RunningWorker worker = new RunningWorker(harness, 0)) {
                harness.await("the worker is ready", () -> isReady(worker));
                harness.produce(List.of(Events.user("msg_1", "created", "user_1", 1, "Ada", List.of())));
                harness.await(
                        "the real event is applied",
                        () -> !harness.database
                                .rows("select id from clerk.users where id = 'user_1'")
                                .isEmpty());
            }
        }
    }
}
