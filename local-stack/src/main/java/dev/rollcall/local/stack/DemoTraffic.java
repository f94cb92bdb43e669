package dev.rollcall.local.stack;

import dev.rollcall.simulator.ProgressListener;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;

/** A gentle stream of Clerk's events for a day, with what goes wrong in a normal week, to look at. */
public final class DemoTraffic {

    private static final double EVENTS_PER_SECOND = 20;

    /** What comes late comes within its part, so that tables and Clerk agree after less than a minute. */
    private static final int EVENTS_PER_PART = 1_000;

    private final Thread thread;

    private DemoTraffic(Thread thread) {
        this.thread = thread;
    }

    /** To a stack that another process runs: a world that no Backend API shows. */
    public static DemoTraffic start(RunState.Connections connections, Narrator narrator) {
        String instanceId = connections.instanceId();
        return start(
                connections,
                DemoWorld.passing(instanceId == null ? WorldSettings.DEFAULT_INSTANCE_ID : instanceId),
                narrator);
    }

    static DemoTraffic start(RunState.Connections connections, DemoWorld world, Narrator narrator) {
        return new DemoTraffic(
                Thread.ofPlatform().daemon().name("demo").start(() -> send(connections, world, narrator)));
    }

    public void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(RunState.Connections connections, DemoWorld world, Narrator narrator) {
        narrator.say("The simulator sends %.0f events a second of the world with seed %d."
                .formatted(EVENTS_PER_SECOND, world.settings().seed()));
        try {
            while (world.hasNext()) {
                Simulation.run(settings(world.settings(), connections), part(world), ProgressListener.NONE);
                world.note();
            }
            narrator.say("The simulator has told all of its world.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            narrator.say("The simulator stopped: " + failed.getMessage());
        }
    }

    private static Iterator<WebhookEvent> part(DemoWorld world) {
        return new Iterator<>() {
            private int left = EVENTS_PER_PART;

            @Override
            public boolean hasNext() {
                return left > 0 && world.hasNext();
            }

            @Override
            public WebhookEvent next() {
                left--;
                return world.next();
            }
        };
    }

    private static SimulationSettings settings(WorldSettings world, RunState.Connections connections) {
        return SimulationSettings.of(
                        world.seed(),
                        EVENTS_PER_PART,
                        URI.create(connections.webhookUrl()),
                        connections.currentSigningSecret())
                .withFaults(world.faults())
                .withInstanceId(world.instanceId())
                .withRatePerSecond(EVENTS_PER_SECOND);
    }
}
