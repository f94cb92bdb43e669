package dev.rollcall.worker;

import static dev.rollcall.worker.RefusedByKafkaIT.assertShort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.proxy.FaultProxy;
import dev.rollcall.proving.proxy.Toxics;
import dev.rollcall.proving.servers.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The worker with everything that runs beside its loops, while PostgreSQL is away in the ways it can be. Whatever fails then
 * and however often, a disk does not fill: the log gets a line a second at most. Nobody is needed afterwards.
 */
class DatabaseAwayIT {

    private static final int PARTITIONS = 12;
    private static final int SECONDS_AWAY = 10;

    private WorkerHarness harness;
    private FaultProxy network;
    private RunningWorker worker;
    private int users;

    @BeforeEach
    void startBehindANetwork() throws InterruptedException {
        harness = new WorkerHarness();
        network = FaultProxy.start(0, harness.database.server.port());
        worker = new RunningWorker(
                harness, 0, databaseAt(network.port()), "--rollcall.clerk-instance-id=" + Events.INSTANCE);
        produceForEveryLoop();
        harness.await("it works", () -> lag() == 0);
    }

    @AfterEach
    void stop() {
        worker.close();
        network.close();
        harness.close();
    }

    private String databaseAt(int port) {
        return "--spring.datasource.url=postgresql://rollcall_sync:test-password@127.0.0.1:" + port + "/"
                + harness.database.name;
    }

    private void produceForEveryLoop() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String id = "user_" + users++;
            harness.produce(List.of(Events.user("msg_" + id, "created", id, 1, "n", List.of())), partition);
        }
    }

    private long lag() {
        return harness.lagOf(harness.topics.workerGroup());
    }

    /** Applies what came meanwhile once it is back. */
    private void assertFewLinesWhile(String what, Runnable goes, Runnable comesBack) throws InterruptedException {
        try (CapturedLog log = new CapturedLog()) {
            goes.run();
            produceForEveryLoop();
            harness.await(what + " is said", () -> log.lines().stream().anyMatch(line -> line.contains("tried again")));
            harness.await("it lasts", () -> log.seconds() >= SECONDS_AWAY);
            assertShort(log, what);
            assertThat(lag()).isPositive();
        }
        comesBack.run();
        harness.await(
                "all is applied after " + what, () -> harness.database.count("clerk.users") == users && lag() == 0);
    }

    @Test
    void whateverFailsForLongIsSaidOnceASecondAtMost() throws Exception {
        int port = network.port();
        assertFewLinesWhile(
                "a closed port",
                network::close,
                () -> network = FaultProxy.start(port, harness.database.server.port()));
        assertFewLinesWhile("silence", () -> network.treat(Toxics.SILENCE), network::heal);
        assertFewLinesWhile("a read-only database", () -> readOnly("on"), () -> readOnly("off"));
        assertThat(harness.database.count("rollcall.dead_letters")).isZero();
        harness.assertFeedIsExact();
    }

    private void readOnly(String mode) {
        harness.database.execute("alter role rollcall_sync in database " + harness.database.name
                + " set default_transaction_read_only = " + mode);
        network.resetAll();
    }
}
