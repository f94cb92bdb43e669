package dev.rollcall.worker.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.SurveySimulation.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand worlds: no survey ends what lives, whatever goes wrong and wherever it is killed, and one that comes through
 * leaves the tables as the world is. {@code -Drollcall.seeds=…} takes others.
 */
class SurveySimulationTest {

    private static final int RUNS = Integer.getInteger("rollcall.seeds", 10_000);

    @Test
    void endsNobodyFalselyAndMendsTheRest() {
        int kills = 0;
        int unfinished = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random dice = new Random(seed);
            SurveySimulation simulation = new SurveySimulation(seed);
            simulation.grow(20 + dice.nextInt(60), 0.3);
            simulation.edit(dice.nextInt(4));
            Fault fault = Fault.values()[dice.nextInt(Fault.values().length)];
            boolean finished = simulation.survey(1, fault, dice.nextBoolean(), 0.1) != null;
            assertThat(simulation.falseEnds()).as("seed %d, %s", seed, fault).isEmpty();
            unfinished += finished ? 0 : 1;
            simulation.heal();
            assertThat(simulation.survey(2, Fault.NONE, false, 0.1)).as("seed %d, %s", seed, fault).isNotNull();
            assertThat(simulation.falseEnds()).as("seed %d, %s", seed, fault).isEmpty();
            assertThat(simulation.rows()).as("seed %d, %s", seed, fault).isEqualTo(simulation.world());
            int published = simulation.published;
            simulation.heal();
            assertThat(simulation.survey(3, Fault.NONE, false, 0)).as("seed %d, %s", seed, fault).isEmpty();
            assertThat(simulation.published).as("seed %d, %s: nothing is left", seed, fault).isEqualTo(published);
            kills += simulation.kills;
        }
        assertThat(kills).isGreaterThan(RUNS / 2);
        assertThat(unfinished).isPositive();
    }
}
