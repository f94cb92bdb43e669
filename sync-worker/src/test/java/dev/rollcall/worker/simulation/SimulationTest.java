package dev.rollcall.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The worker in a simulated world, seed after seed. A failure names its seed; {@code -Drollcall.simulation.seed=…} repeats
 * it, {@code -Drollcall.simulation.seeds=…} and {@code -Drollcall.simulation.seconds=…} make it long.
 */
class SimulationTest {

    private static final LoggingSystem LOGGING = LoggingSystem.get(SimulationTest.class.getClassLoader());
    private static final int MOST_SEEDS_OF_A_SABOTAGE = 2_000;

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

    @Test
    void everyInvariantHoldsAfterEveryStepOfEverySeed() {
        long first = Long.getLong("rollcall.simulation.seed", 1);
        long seeds = Long.getLong("rollcall.simulation.seeds", first == 1 ? 1_000 : 1);
        long until = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("rollcall.simulation.seconds", 15))
                        .toNanos();
        // On a slow machine fewer: time bounds the work, never the result.
        for (long seed = first; seed < first + seeds && System.nanoTime() - until < 0; seed++) {
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
        "FENCING_OF_MEMBERS, ANNOUNCED_ONCE_AND_IN_ORDER"
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
