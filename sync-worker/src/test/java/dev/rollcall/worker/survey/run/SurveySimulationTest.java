package dev.rollcall.worker.survey.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.run.SimulatedSurvey.Mode;
import dev.rollcall.worker.survey.run.SimulatedSurvey.Result;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Surveys of simulated worlds, seed after seed: nobody who lives is ended, whatever goes wrong at Clerk and wherever the
 * survey is killed; what is called a proof is one; and a survey of a Clerk that is well again leaves the tables as the
 * world is. A failure names its seed; {@code -Drollcall.survey.seed=…} repeats it, {@code -Drollcall.survey.seeds=…}
 * makes it long. The number of seeds never depends on the machine.
 */
class SurveySimulationTest {

    private static final long SEEDS = 1_000;
    private static final long BLOCK = 100;

    /** What rises from survey to survey of one copy. */
    private long number;

    static Stream<Named<Long>> blocks() {
        long first = Long.getLong("rollcall.survey.seed", 1);
        long seeds = Long.getLong("rollcall.survey.seeds", first == 1 ? SEEDS : 1);
        return LongStream.iterate(first, start -> start < first + seeds, start -> start + BLOCK)
                .mapToObj(start ->
                        Named.of("seeds " + start + " to " + (Math.min(start + BLOCK, first + seeds) - 1), start));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void nobodyIsEndedFalselyAndTheRestIsMended(long start) {
        long first = Long.getLong("rollcall.survey.seed", 1);
        long seeds = Long.getLong("rollcall.survey.seeds", first == 1 ? SEEDS : 1);
        for (long seed = start; seed < Math.min(start + BLOCK, first + seeds); seed++) {
            SurveyFault[] faults = SurveyFault.values();
            runs(seed, faults[(int) (seed % faults.length)]);
        }
    }

    /** @return kills that it survived */
    private int runs(long seed, SurveyFault fault) {
        String name = "seed " + seed + ", " + fault;
        Random dice = new Random(seed);
        SurveyedWorld world = new SurveyedWorld(dice);
        world.grows(20 + dice.nextInt(80), dice.nextBoolean() ? 0.3 : 1);
        world.isDamaged(dice.nextInt(4));

        Mode mode = Mode.values()[dice.nextInt(Mode.values().length)];
        boolean busy = dice.nextBoolean();
        SimulatedSurvey survey = survey(world, mode, 0.1, dice.nextBoolean() ? null : Long.MAX_VALUE);
        Result result = suffers(world, survey, fault, busy);
        assertThat(world.falseEnds()).as("%s, false ends", name).isEmpty();
        if (mode != Mode.REPAIR_AND_END) {
            assertThat(result.ended()).as("%s, ended unasked", name).isEmpty();
        }
        if (mode == Mode.DRY) {
            assertThat(survey.published)
                    .as("%s, a dry run publishes nothing", name)
                    .isZero();
        }
        if (mode != Mode.BACKFILL && result.isProof() && !busy && !fault.hidesObjects()) {
            assertThat(world.differences()).as("%s, a false proof", name).isEmpty();
        }

        SurveyFault.heal(world.clerk);
        world.passes(Duration.ofDays(1));
        int kills = survey.kills;
        for (int healthy = 0; healthy < 2; healthy++) {
            // The second ends what the first had no canary for.
            SimulatedSurvey repair = survey(world, Mode.REPAIR_AND_END, 0.1, Long.MAX_VALUE);
            assertThat(repair.run().complete()).as("%s, comes through", name).isTrue();
            world.passes(Duration.ofDays(1));
            kills += repair.kills;
        }
        assertThat(world.falseEnds()).as("%s, false ends", name).isEmpty();
        assertThat(world.differences()).as("%s, the tables are the world", name).isEmpty();
        SimulatedSurvey last = survey(world, Mode.REPAIR_AND_END, 0, Long.MAX_VALUE);
        last.run();
        assertThat(last.published)
                .as("%s, a survey of an exact copy publishes nothing", name)
                .isZero();
        return kills;
    }

    private SimulatedSurvey survey(SurveyedWorld world, Mode mode, double killed, @Nullable Long cap) {
        return new SimulatedSurvey(world, mode, ++number, killed, cap);
    }

    /** The fault begins before any of its requests. */
    private static Result suffers(SurveyedWorld world, SimulatedSurvey survey, SurveyFault fault, boolean busy) {
        int[] requests = {world.dice.nextInt(3) == 0 ? 0 : world.dice.nextInt(100)};
        world.busy = busy;
        world.meanwhile = () -> {
            if (requests[0]-- == 0) {
                fault.begin(world.clerk, world.dice);
            }
        };
        try {
            return survey.run();
        } finally {
            world.busy = false;
            world.meanwhile = () -> {};
            world.copy.applies(Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource(SurveyFault.class)
    void everyFaultIsMetAndSurveysAreKilled(SurveyFault fault) {
        int kills = 0;
        for (long seed = 1; seed <= 5; seed++) {
            kills += runs(-seed, fault);
        }
        assertThat(kills).isPositive();
    }

    /** A seed that fails must fail again, or nobody can look for the reason. */
    @Test
    void aSeedRepeatsItself() {
        for (SurveyFault fault : Arrays.asList(SurveyFault.NONE, SurveyFault.KEY_COMES_AND_GOES)) {
            assertThat(runs(7, fault)).isEqualTo(runs(7, fault));
        }
    }
}
