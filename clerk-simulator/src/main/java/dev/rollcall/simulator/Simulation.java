package dev.rollcall.simulator;

import dev.rollcall.simulator.ProgressListener.Progress;
import dev.rollcall.simulator.delivery.Courier;
import dev.rollcall.simulator.delivery.CourierSettings;
import dev.rollcall.simulator.delivery.DeliveryOrder;
import dev.rollcall.simulator.delivery.Ledger;
import dev.rollcall.simulator.delivery.RetrySchedule;
import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.simulator.world.Dice;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;

/** The entry: sends a world to an endpoint. */
public final class Simulation {

    private Simulation() {}

    /**
     * Sends every event of the world, waits until each delivery is acknowledged or given up, and says what happened.
     *
     * @throws InterruptedException when the calling thread is interrupted; requests in flight are abandoned
     */
    public static SimulationReport run(SimulationSettings settings, ProgressListener listener)
            throws InterruptedException {
        return run(settings, World.of(settings.world()).iterator(), listener);
    }

    /**
     * The same for a part of a world that somebody else reads.
     *
     * @param events as many as the settings' world has, or fewer
     */
    public static SimulationReport run(
            SimulationSettings settings, Iterator<WebhookEvent> events, ProgressListener listener)
            throws InterruptedException {
        DeliveryOrder order = DeliveryOrder.of(settings.world(), events);
        Ledger ledger = new Ledger();
        CourierSettings delivering = new CourierSettings(
                settings.webhookUrl(),
                WebhookSignature.of(settings.signingSecret()),
                settings.ratePerSecond(),
                settings.connections(),
                settings.requestTimeout(),
                RetrySchedule.spanning(settings.retrySpan()));
        Courier courier = new Courier(
                delivering, Clock.systemUTC(), new Dice(settings.world().seed()), ledger);
        long start = System.nanoTime();
        courier.deliver(
                order,
                waiting -> listener.onProgress(
                        new Progress(order.known(), ledger.attempts(), ledger.acknowledged(), waiting, since(start))));
        return report(settings, order, ledger, since(start));
    }

    private static SimulationReport report(
            SimulationSettings settings, DeliveryOrder order, Ledger ledger, Duration elapsed) {
        return new SimulationReport(
                settings.world().events(),
                ledger.begun(),
                ledger.attempts(),
                ledger.acknowledged(),
                ledger.refused(),
                ledger.retried(),
                ledger.undelivered(),
                ledger.lastStatuses(),
                ledger.forgedRefused(),
                ledger.forgedAccepted(),
                order.counts(),
                ledger.acknowledgedIds(),
                ledger.undeliveredIds(),
                order.lost(),
                elapsed);
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
