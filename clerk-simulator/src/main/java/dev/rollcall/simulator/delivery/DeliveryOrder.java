package dev.rollcall.simulator.delivery;

import dev.rollcall.simulator.world.Dice;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.Forgeries;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a world's events set out, repeated and forged deliveries among them; the same for the same
 * settings. Holds back what must come late, and so keeps few bodies in memory.
 */
public final class DeliveryOrder implements Iterator<Delivery> {

    private static final int WINDOW = 64;
    private static final int VERY_LATE_PER_MILLE = 4;
    private static final int DUPLICATES_PER_MILLE = 40;
    private static final int REPLAYS_PER_MILLE = 5;
    private static final int LOST_PER_MILLE = 10;
    private static final int LOST_DELETES_PER_MILLE = 200;

    /** The endpoint is off for a twentieth of the world, in its middle. */
    private static final int STRETCH = 20;

    /** Bounds what is held back in a long run. */
    private static final int LATEST = 20_000;

    private final Iterator<WebhookEvent> events;
    private final WorldSettings settings;
    private final Dice dice;
    private final Forgeries forgeries;
    private final PriorityQueue<Slot> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Slot::due).thenComparingLong(Slot::sequence));
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private final Set<String> lost = new HashSet<>();
    private long place;
    private long sequence;
    private long forged;

    private DeliveryOrder(WorldSettings settings, Iterator<WebhookEvent> events) {
        this.settings = settings;
        this.events = events;
        dice = new Dice(~settings.seed());
        forgeries = Forgeries.of(settings);
        settings.faults().forEach(fault -> counts.put(fault, 0L));
    }

    public static DeliveryOrder of(World world) {
        return of(world.settings(), world.iterator());
    }

    /** @param events of a world with these settings, or a part of them */
    public static DeliveryOrder of(WorldSettings settings, Iterator<WebhookEvent> events) {
        return new DeliveryOrder(settings, events);
    }

    @Override
    public boolean hasNext() {
        return events.hasNext() || !waiting.isEmpty();
    }

    @Override
    public Delivery next() {
        while (events.hasNext() && (waiting.isEmpty() || waiting.element().due() > place)) {
            arrange(events.next());
        }
        if (waiting.isEmpty()) {
            throw new NoSuchElementException();
        }
        return waiting.remove().delivery();
    }

    /** How many events or deliveries each chosen fault has touched so far. */
    public Map<Fault, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Ids of the messages that never set out, as far as known. */
    public Set<String> lost() {
        return Collections.unmodifiableSet(lost);
    }

    /** Deliveries handed out and still to come, as far as known. */
    public long known() {
        return sequence + settings.events() - place;
    }

    private void arrange(WebhookEvent event) {
        place++;
        long due = place + event.heldBack() + reordered();
        Fault cause = event.fault();
        if (cause != null) {
            count(cause);
        }
        Fault loss = loss(event);
        if (loss != null) {
            count(loss);
            lost.add(event.messageId());
            return;
        }
        add(due, new Delivery(event, null));
        if (has(Fault.DUPLICATE) && dice.perMille(DUPLICATES_PER_MILLE)) {
            count(Fault.DUPLICATE);
            add(due + dice.below(WINDOW), new Delivery(event, null));
        }
        if (has(Fault.REPLAY_OLD) && dice.perMille(REPLAYS_PER_MILLE)) {
            count(Fault.REPLAY_OLD);
            int quarter = Math.min(LATEST, settings.events() / 4 + 1);
            add(due + quarter + dice.below(quarter), new Delivery(event, null));
        }
        if (has(Fault.FORGED) && Forgeries.isDue(place)) {
            count(Fault.FORGED);
            add(due + dice.below(WINDOW), new Delivery(forgeries.next(event), Forgery.ofCount(forged++)));
        }
    }

    private @Nullable Fault loss(WebhookEvent event) {
        long stretch = settings.events() / STRETCH;
        long middle = settings.events() / 2;
        if (has(Fault.ENDPOINT_DISABLED) && place > middle && place <= middle + stretch) {
            return Fault.ENDPOINT_DISABLED;
        }
        if (has(Fault.LOST_DELETE) && event.meaning() instanceof Meaning.End && dice.perMille(LOST_DELETES_PER_MILLE)) {
            return Fault.LOST_DELETE;
        }
        return has(Fault.LOST_WEBHOOK) && dice.perMille(LOST_PER_MILLE) ? Fault.LOST_WEBHOOK : null;
    }

    private long reordered() {
        if (!has(Fault.REORDER)) {
            return 0;
        }
        long delay = dice.below(WINDOW);
        if (dice.perMille(VERY_LATE_PER_MILLE)) {
            delay += dice.below(Math.min(LATEST, settings.events() / 2 + 1));
        }
        if (delay > 0) {
            count(Fault.REORDER);
        }
        return delay;
    }

    private void add(long due, Delivery delivery) {
        waiting.add(new Slot(due, sequence++, delivery));
    }

    private boolean has(Fault fault) {
        return settings.faults().contains(fault);
    }

    private void count(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    /**
     * @param due it sets out when so many events of the world have happened
     * @param sequence keeps the natural order among those due together
     */
    private record Slot(long due, long sequence, Delivery delivery) {}
}
