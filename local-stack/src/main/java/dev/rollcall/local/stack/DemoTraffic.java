package dev.rollcall.local.stack;

import dev.rollcall.simulator.ProgressListener;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.world.Fault;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A gentle, endless stream of Clerk's events, with what goes wrong in a normal week, to look at. */
public final class DemoTraffic {

    private static final double EVENTS_PER_SECOND = 20;
    /** A world ends before the list of its messages takes much memory; then the next one begins. */
    private static final int EVENTS_PER_WORLD = 50_000;

    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.DUPLICATE,
            Fault.REORDER,
            Fault.TIE,
            Fault.UPDATE_AFTER_DELETE,
            Fault.DELETE_BEFORE_CREATE,
            Fault.MEMBERSHIP_BEFORE_ORGANIZATION,
            Fault.REPLAY_OLD);

    private final Thread thread;

    private DemoTraffic(Thread thread) {
        this.thread = thread;
    }

    public static DemoTraffic start(RunState.Connections connections, Narrator narrator) {
        return new DemoTraffic(Thread.ofPlatform().daemon().name("demo").start(() -> send(connections, narrator)));
    }

    public void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(RunState.Connections connections, Narrator narrator) {
        RandomGenerator seeds = RandomGenerator.getDefault();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long seed = seeds.nextLong(1, Integer.MAX_VALUE);
                narrator.say("The simulator sends %.0f events a second of the world with seed %d."
                        .formatted(EVENTS_PER_SECOND, seed));
                Simulation.run(settings(seed, connections), ProgressListener.NONE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            narrator.say("The simulator stopped: " + failed.getMessage());
        }
    }

    private static SimulationSettings settings(long seed, RunState.Connections connections) {
        SimulationSettings settings = SimulationSettings.of(
                        seed,
                        EVENTS_PER_WORLD,
                        URI.create(connections.webhookUrl()),
                        connections.currentSigningSecret())
                .withFaults(FAULTS)
                .withRatePerSecond(EVENTS_PER_SECOND);
        String instanceId = connections.instanceId();
        return instanceId == null ? settings : settings.withInstanceId(instanceId);
    }
}
