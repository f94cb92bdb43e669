package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that keep their connections and say nothing (SIGSTOP): the loop itself gives up, reports it, and goes on as if
 * nothing had been when they speak again. How long each call may take is asserted in {@link TimeoutBudgetIT}.
 */
class FrozenServersIT {

    private static void produce(WorkerHarness worker, List<Fact> facts) {
        worker.produce(facts.stream().map(Model::event).toList());
    }

    private static void assertExact(WorkerHarness worker, List<Fact> facts) {
        assertThat(Model.actual(worker.database)).isEqualTo(Model.expected(facts));
        worker.assertFeedIsExact();
        assertThat(worker.database.count("rollcall.dead_letters")).isZero();
        assertThat(worker.failures).extracting(Failure::kind).containsOnly(FailureKind.TRANSIENT);
        assertThat(worker.ended).isEmpty();
    }

    @Test
    void aSilentPostgresIsGivenUpReportedAndWaitedOut(@TempDir Path directory) throws Exception {
        PostgresServer postgres = PostgresServer.start(directory.resolve("data"), 0);
        try (WorkerHarness worker = new WorkerHarness(TestDatabase.createOn(postgres), SharedServers.kafka())) {
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(11));
            produce(worker, facts.subList(0, 100));
            worker.start("worker-0", 1);
            worker.awaitDrained();
            postgres.pause();
            try {
                produce(worker, facts.subList(100, 200));
                worker.await("the loop to give up", () -> !worker.failures.isEmpty());
            } finally {
                postgres.resume();
            }
            worker.awaitDrained();
            assertExact(worker, facts);
        } finally {
            postgres.kill();
        }
    }

    /** Right before the commit: the one call that may only be repeated. */
    @Test
    void aKafkaThatFallsSilentBeforeACommitIsGivenUpReportedAndWaitedOut(@TempDir Path directory) throws Exception {
        KafkaServer kafka = KafkaServer.start(directory.resolve("data"), 0);
        try (WorkerHarness worker = new WorkerHarness(TestDatabase.create(), kafka)) {
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(12));
            produce(worker, facts);
            AtomicBoolean armed = new AtomicBoolean(true);
            worker.onStep(step -> {
                if (step == BatchStep.OFFSETS_ADDED && armed.getAndSet(false)) {
                    kafka.pause();
                }
            });
            worker.start("worker-0", 1);
            try {
                worker.await("the loop to give up", () -> !worker.failures.isEmpty());
            } finally {
                kafka.resume();
            }
            worker.awaitDrained();
            assertExact(worker, facts);
        } finally {
            kafka.kill();
        }
    }
}
