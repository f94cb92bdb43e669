package dev.rollcall.proving.chaos;

import dev.rollcall.proving.chaos.matrix.Fault;
import dev.rollcall.proving.chaos.matrix.Place;
import dev.rollcall.simulator.world.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a run will do: a function of the seed and the chosen faults, of nothing else.
 *
 * @param entries in their order
 */
record Schedule(List<Entry> entries) {

    private static final int EVENTS_PER_SECOND = 40;

    /**
     * One fault.
     *
     * @param startAfter it begins when so many deliveries are acknowledged
     * @param hold how long it lasts
     * @param worldSeed of the events that are sent
     * @param events how many
     * @param choices seed of what the fault itself chooses, such as which broker
     */
    record Entry(Fault fault, int startAfter, Duration hold, long worldSeed, int events, long choices) {

        @Override
        public String toString() {
            return "%-4s after %d acknowledged, for %d ms, world %d of %d events, choices %x"
                    .formatted(fault.id(), startAfter, hold.toMillis(), worldSeed, events, choices);
        }
    }

    Schedule {
        entries = List.copyOf(entries);
    }

    /** A fault is played in the same way, whichever others are chosen; only its place in the order depends on them. */
    static Schedule of(long seed, List<Fault> faults) {
        List<Entry> entries = new ArrayList<>();
        for (Fault fault : faults) {
            if (fault.reasonNotToRun() == null) {
                entries.add(entry(seed, fault));
            }
        }
        // Systems one after another; within one, the fault with the greater number comes later.
        entries.sort(
                Comparator.comparing((Entry entry) -> entry.fault().place()).thenComparingLong(Entry::choices));
        return new Schedule(entries);
    }

    List<Entry> at(Place place) {
        return entries.stream().filter(entry -> entry.fault().place() == place).toList();
    }

    private static Entry entry(long seed, Fault fault) {
        int number = Integer.parseInt(fault.id().substring(1));
        Dice dice = new Dice(seed * 1_000 + number);
        int startAfter = dice.between(40, 120);
        Duration hold = fault.hold().multipliedBy(dice.between(75, 125)).dividedBy(100);
        int events = Math.max(fault.events(), (int)
                (startAfter + EVENTS_PER_SECOND * (fault.hold().toSeconds() + 5)));
        return new Entry(fault, startAfter, hold, seed * 1_000 + number, events, dice.next() >>> 1);
    }
}
