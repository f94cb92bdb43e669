package dev.rollcall.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The worker in a simulated world, seed after seed. A failure names its seed; {@code -Drollcall.simulation.seed=…} repeats
 * it, {@code -Drollcall.simulation.seeds=…} makes it long. The number of seeds never depends on the machine.
 */
class SimulationTest {

    private static final LoggingSystem LOGGING = LoggingSystem.get(SimulationTest.class.getClassLoader());
    private static final int MOST_SEEDS_OF_A_SABOTAGE = 2_000;
    private static final long SEEDS = 1_000;
    private static final long BLOCK = 100;

    @BeforeAll
    static void saysNothingOfEveryFailure() {
        LOGGING.setLogLevel("dev.rollcall.worker", LogLevel.OFF);
    }

    @AfterAll
    static void saysEverythingAgain() {
        LOGGING.setLogLevel("dev.rollcall.worker", null);
    }

    private static Optional<String> finding(long seed, Set<Sabotage> sabotages) {
        return Simulation.run(seed, sabotages)
                .map(found -> "seed " + seed + ": " + found.invariant() + ", " + found.detail());
    }

    /** Ten blocks of a hundred, so that a report says how many ran; {@code rollcall.simulation.seeds} sets another sum. */
    static Stream<Named<Long>> blocks() {
        long first = Long.getLong("rollcall.simulation.seed", 1);
        long seeds = Long.getLong("rollcall.simulation.seeds", first == 1 ? SEEDS : 1);
        return LongStream.iterate(first, start -> start < first + seeds, start -> start + BLOCK)
                .mapToObj(start ->
                        Named.of("seeds " + start + " to " + (Math.min(start + BLOCK, first + seeds) - 1), start));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyInvariantHoldsAfterEveryStepOfEverySeed(long start) {
        long first = Long.getLong("rollcall.simulation.seed", 1);
        long seeds = Long.getLong("rollcall.simulation.seeds", first == 1 ? SEEDS : 1);
        for (long seed = start; seed < Math.min(start + BLOCK, first + seeds); seed++) {
            assertThat(finding(seed, Set.of())).isEmpty();
        }
    }

    /** A seed that fails must fail again, or nobody can look for the reason. */
    @Test
    void aSeedRepeatsItself() {
        Set<Sabotage> sabotage = Set.of(Sabotage.VERSION_GUARD);
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(finding(seed, sabotage)).isEqualTo(finding(seed, sabotage));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VERSION_GUARD, VERSION_NEVER_GOES_BACK",
        "END_OF_DELETED_ROWS, ENDED_ROW_STAYS_ENDED",
        "SORT, NO_CIRCLE_OF_LOCKS",
        "OWNERSHIP_LOCKS, NOTHING_LOST",
        "ANNOUNCE_BEFORE_COMMIT, ANNOUNCED_ONCE_AND_IN_ORDER",
        "COORDINATES, FEED_IS_TABLE",
        "FENCING_OF_MEMBERS, ANNOUNCED_ONCE_AND_IN_ORDER",
        "AGE_OF_HEARTBEATS, EVERYTHING_DRAINS"
    })
    void aRuleThatIsTakenAwayMakesItsInvariantRed(Sabotage sabotage, Invariant red) {
        Set<Invariant> found = new HashSet<>();
        for (long seed = 1; seed <= MOST_SEEDS_OF_A_SABOTAGE && !found.contains(red); seed++) {
            Simulation.run(seed, Set.of(sabotage)).ifPresent(finding -> found.add(finding.invariant()));
        }
        assertThat(found).contains(red);
    }

    /**
     * The check of the assignment before the database commits is not what keeps the promises: Kafka refuses the offsets of
     * a member that was replaced, and what such a batch wrote is announced by the one that reads its records again. It
     * saves the commit of a batch that is known to be refused.
     */
    @Test
    void withoutTheCheckOfTheAssignmentEverythingHoldsAllTheSame() {
        for (long seed = 1; seed <= 200; seed++) {
            assertThat(finding(seed, Set.of(Sabotage.ASSIGNMENT_CHECK))).isEmpty();
        }
    }
}
