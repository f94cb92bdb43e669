package dev.rollcall.simulator;

import dev.rollcall.simulator.world.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a run did. Every delivery ends once, so deliveries = acknowledged + forgedRefused + forgedAccepted + undelivered;
 * every failed attempt of a delivery is followed by another or by its end.
 *
 * @param messages distinct genuine messages; those of the world
 * @param deliveries messages, repeated deliveries and forged ones
 * @param attempts requests sent
 * @param acknowledged genuine deliveries answered with 2xx
 * @param refused attempts of genuine deliveries answered with anything but 2xx, or not at all
 * @param retried attempts that were not the first of their delivery
 * @param undelivered genuine deliveries given up after eight attempts
 * @param lastStatuses how many of them were given up after which HTTP status; 0 is no answer
 * @param forgedRefused forged deliveries answered with 401, as they must be
 * @param forgedAccepted forged deliveries answered otherwise to the end
 * @param faults how many deliveries or messages each chosen fault touched
 * @param acknowledgedMessageIds the ledger: ids of genuine messages with a 2xx. Each must have an outcome (promise P1)
 * @param undeliveredMessageIds ids of genuine messages without any 2xx: they may be stored or not
 * @param lostMessageIds messages that never set out, by a fault that loses them
 * @param elapsed from the first request to the last answer
 */
public record SimulationReport(
        long messages,
        long deliveries,
        long attempts,
        long acknowledged,
        long refused,
        long retried,
        long undelivered,
        Map<Integer, Long> lastStatuses,
        long forgedRefused,
        long forgedAccepted,
        Map<Fault, Long> faults,
        Set<String> acknowledgedMessageIds,
        Set<String> undeliveredMessageIds,
        Set<String> lostMessageIds,
        Duration elapsed) {

    public SimulationReport {
        lastStatuses = Map.copyOf(lastStatuses);
        faults = Map.copyOf(faults);
        acknowledgedMessageIds = Set.copyOf(acknowledgedMessageIds);
        undeliveredMessageIds = Set.copyOf(undeliveredMessageIds);
        lostMessageIds = Set.copyOf(lostMessageIds);
    }

    /** Every genuine message that was sent was acknowledged and every forged one refused with 401. */
    public boolean isComplete() {
        return undeliveredMessageIds.isEmpty() && forgedAccepted == 0;
    }
}
