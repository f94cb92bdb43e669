package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.Verification;
import dev.rollcall.simulator.verify.VerificationListener;
import dev.rollcall.simulator.verify.VerificationReport;
import dev.rollcall.simulator.world.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P1 to P4 with everything real: the built applications as processes, a world with all faults sent over HTTP, and each
 * part killed with -9 in turn while it runs. Afterwards tables, dead letters and change topics are as the world says.
 */
@Tag("long")
class KillsUnderLoadIT {

    @TempDir
    Path directory;

    private RunningStack stack;

    @BeforeEach
    void startEverything() throws InterruptedException {
        stack = RunningStack.start(directory);
    }

    @AfterEach
    void stopEverything() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void everyPartKilledInTurnUnderLoadLosesRepeatsAndInvertsNothing() throws Exception {
        SimulationSettings settings = SimulationSettings.of(11, 1_500, stack.webhookUrl(), RunningStack.SECRET)
                .withFaults(Fault.parse("all"))
                .withRatePerSecond(60)
                .withRetrySpan(Duration.ofMinutes(3));
        AtomicInteger killed = new AtomicInteger();
        Thread killer = Thread.ofPlatform().unstarted(() -> killInTurn(killed));
        SimulationReport report = Simulation.run(settings, progress -> {
            if (progress.acknowledged() > 100 && killer.getState() == Thread.State.NEW) {
                killer.start();
            }
        });
        killer.join();
        assertThat(killed).hasValue(4);
        assertThat(report.undeliveredMessageIds()).isEmpty();

        VerificationReport found = Verification.run(
                stack.verification(settings.world()).withUndelivered(report.undeliveredMessageIds()),
                VerificationListener.NONE);
        assertThat(found.isEqual()).as("%s", found).isTrue();
        assertThat(stack.gateway().isAlive()).isTrue();
        assertThat(stack.worker().isAlive()).isTrue();
    }

    private void killInTurn(AtomicInteger killed) {
        try {
            stack.restartWorker();
            killed.incrementAndGet();
            stack.restartPostgres();
            killed.incrementAndGet();
            stack.restartKafka();
            killed.incrementAndGet();
            stack.restartGateway();
            killed.incrementAndGet();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
