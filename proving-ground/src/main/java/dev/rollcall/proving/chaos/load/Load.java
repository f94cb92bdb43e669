package dev.rollcall.proving.chaos.load;

import dev.rollcall.simulator.delivery.Courier;
import dev.rollcall.simulator.delivery.CourierSettings;
import dev.rollcall.simulator.delivery.Delivery;
import dev.rollcall.simulator.delivery.DeliveryOrder;
import dev.rollcall.simulator.delivery.Ledger;
import dev.rollcall.simulator.delivery.RetrySchedule;
import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.simulator.world.Dice;
import dev.rollcall.simulator.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A world on its way to the gateway, on a thread of its own. The ledger tells ok from unknown; nothing is ever known to be lost. */
public final class Load {

    private static final int CONNECTIONS = 24;
    private static final long LOOK_MILLIS = 20;

    /** Eight attempts within a minute and a half: longer than any outage here, and the first retries come at once. */
    private static final Duration RETRY_SPAN = Duration.ofSeconds(90);

    private final LoadSettings settings;
    private final Ledger ledger = new Ledger();
    private final Thread thread;

    private Load(LoadSettings settings, ShiftedClock clock) {
        this.settings = settings;
        Courier courier = new Courier(
                new CourierSettings(
                        settings.url(),
                        WebhookSignature.of(settings.signingSecret()),
                        settings.ratePerSecond(),
                        CONNECTIONS,
                        settings.requestTimeout(),
                        RetrySchedule.spanning(RETRY_SPAN)),
                clock,
                new Dice(settings.world().seed()),
                ledger);
        Iterator<Delivery> deliveries = deliveries(settings);
        thread = Thread.ofPlatform().daemon().name("load").unstarted(() -> {
            try {
                courier.deliver(deliveries, waiting -> {});
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public static Load begin(LoadSettings settings, ShiftedClock clock) {
        Load load = new Load(settings, clock);
        load.thread.start();
        return load;
    }

    public LoadSettings settings() {
        return settings;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Ids of every genuine message of the world, sent or not. */
    public Set<String> messageIds() {
        return World.of(settings.world())
                .events()
                .map(event -> event.messageId())
                .collect(Collectors.toSet());
    }

    /** Returns when so many deliveries were acknowledged, or all have ended. */
    public void awaitAcknowledged(long count) throws InterruptedException {
        while (ledger.acknowledged() < count && thread.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Whether every delivery has ended in time; what is still open then is given up. */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        thread.join(longest);
        if (!thread.isAlive()) {
            return true;
        }
        thread.interrupt();
        thread.join(Duration.ofSeconds(10));
        return false;
    }

    private static Iterator<Delivery> deliveries(LoadSettings settings) {
        if (settings.order() == LoadSettings.Order.NATURAL) {
            return DeliveryOrder.of(World.of(settings.world()));
        }
        List<Delivery> once = World.of(settings.world())
                .events()
                .map(event -> new Delivery(event, null))
                .toList();
        List<Delivery> all = new ArrayList<>(once);
        all.addAll(once);
        if (settings.order() == LoadSettings.Order.REPEATED) {
            all.addAll(once);
            return all.iterator();
        }
        Dice dice = new Dice(settings.world().seed());
        for (int left = all.size(); left > 1; left--) {
            java.util.Collections.swap(all, left - 1, dice.below(left));
        }
        return all.iterator();
    }
}
