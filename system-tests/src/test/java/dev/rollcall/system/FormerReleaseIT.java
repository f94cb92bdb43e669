package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Applications;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.Verification;
import dev.rollcall.simulator.verify.VerificationListener;
import dev.rollcall.simulator.verify.VerificationReport;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade and the way back, as docs/upgrading.md tells it, with events of one world at each stage. The former release
 * is what {@code rollcall.former} names, an unpacked archive of a release; without it this build stands for it, which tries
 * the walk and no release.
 */
class FormerReleaseIT {

    private static final int EVENTS = 400;
    private static final int STAGES = 5;

    @TempDir
    Path directory;

    @Test
    void anUpgradeAndTheWayBackLoseRepeatAndInvertNothing() throws Exception {
        Applications present = RunningStack.built().prepared();
        Applications former = former(present);
        try (RunningStack stack = RunningStack.start(directory, former, Map.of())) {
            SimulationSettings settings = SimulationSettings.of(23, EVENTS, stack.webhookUrl(), RunningStack.SECRET)
                    .withFaults(Fault.parse("all"))
                    .withRatePerSecond(0);
            Iterator<WebhookEvent> world = World.of(settings.world()).iterator();
            send(settings, world, EVENTS / STAGES);
            stack.awaitApplied();

            // Only now the rest: the former worker runs beside the present schema, and is not started again.
            stack.use(present);
            stack.migrate();
            send(settings, world, EVENTS / STAGES);
            stack.awaitApplied();

            // What the former gateway has written waits for the present worker.
            stack.killWorker();
            send(settings, world, EVENTS / STAGES);
            stack.startWorker();
            stack.awaitApplied();
            stack.restartGateway();
            send(settings, world, EVENTS / STAGES);
            stack.awaitApplied();

            // One release back: on the present schema, with what the present gateway has written.
            stack.killWorker();
            send(settings, world, EVENTS);
            stack.use(former);
            stack.startWorker();
            stack.restartGateway();
            stack.awaitApplied();
            assertThat(world.hasNext()).isFalse();

            VerificationReport found =
                    Verification.run(stack.verification(settings.world()), VerificationListener.NONE);
            assertThat(found.isEqual()).as("%s", found).isTrue();
        }
    }

    private static Applications former(Applications present) throws InterruptedException {
        String unpacked = System.getProperty("rollcall.former", "");
        return unpacked.isEmpty()
                ? present
                : Applications.in(Path.of(unpacked).resolve("jars")).prepared();
    }

    private static void send(SimulationSettings settings, Iterator<WebhookEvent> world, int most)
            throws InterruptedException {
        List<WebhookEvent> part = new ArrayList<>();
        while (part.size() < most && world.hasNext()) {
            part.add(world.next());
        }
        SimulationReport report =
                Simulation.run(settings.withRetrySpan(Duration.ofMinutes(3)), part.iterator(), progress -> {});
        assertThat(report.undeliveredMessageIds()).isEmpty();
    }
}
