package dev.rollcall.worker.survey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A survey takes its share of an instance's requests and never more, and steps back when Clerk says so. */
class RequestBudgetTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime();

    private RequestBudget budget(double perSecond, double chance) {
        return RequestBudget.ofRate(perSecond, time, time, () -> chance);
    }

    @Test
    void theShareIsOfWhatClerkAllowsAnInstanceOfThatKind() {
        assertThat(RequestBudget.perSecond(SecretKey.of("sk_live_12345678"), 0.2) * WINDOW.toSeconds())
                .isEqualTo(200, within(1e-9));
        assertThat(RequestBudget.perSecond(SecretKey.of("sk_test_12345678"), 0.2) * WINDOW.toSeconds())
                .isEqualTo(20, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 33, 200, 1000})
    void noTenSecondsHaveMoreThanTheShareHoweverItIsAskedFor(int share) throws Exception {
        int full = 0;
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            RequestBudget budget = budget(share / 10.0, 0);
            Deque<Long> taken = new ArrayDeque<>();
            for (int request = 0; request < 5 * share; request++) {
                if (random.nextInt(share) == 0) {
                    time.passes(Duration.ofMillis(random.nextInt(20_000)));
                }
                budget.take();
                long now = time.getAsLong();
                taken.addLast(now);
                while (now - taken.getFirst() > WINDOW.toNanos()) {
                    taken.removeFirst();
                }
                assertThat(taken.size())
                        .as("seed %d, request %d", seed, request)
                        .isLessThanOrEqualTo(share);
                full += taken.size() == share ? 1 : 0;
            }
        }
        assertThat(full).as("the whole share is used").isPositive();
    }

    @Test
    void withoutALimitOfOursNothingWaits() throws Exception {
        RequestBudget unlimited = RequestBudget.unlimited();

        for (int request = 0; request < 1_000; request++) {
            unlimited.take();
        }

        assertThat(unlimited.requestsPerSecond()).isEmpty();
        assertThat(budget(7, 0).requestsPerSecond().orElseThrow()).isEqualTo(7, within(1e-6));
    }

    @Test
    void afterARefusalEverythingWaitsAsLongAsClerkSays() throws Exception {
        RequestBudget budget = budget(100, 0);
        budget.take();
        long refusedAt = time.getAsLong();
        budget.refused(Duration.ofSeconds(3));

        budget.take();

        assertThat(time.since(refusedAt)).isEqualTo(Duration.ofSeconds(3));
        budget.take();
        assertThat(time.since(refusedAt)).as("and keeps its distance again").isGreaterThan(Duration.ofSeconds(3));
    }

    @Test
    void whoWaitsAlreadyWaitsForARefusalThatComesMeanwhile() throws Exception {
        RequestBudget[] refusing = new RequestBudget[1];
        long start = time.getAsLong();
        RequestBudget budget = RequestBudget.ofRate(
                1,
                time,
                wait -> {
                    time.sleep(wait);
                    if (time.waits.size() == 1) {
                        refused(refusing[0]);
                    }
                },
                () -> 0);
        refusing[0] = budget;
        budget.take();

        budget.take();

        assertThat(time.since(start).truncatedTo(java.time.temporal.ChronoUnit.MILLIS))
                .as("a second for its turn, and five")
                .isEqualTo(Duration.ofSeconds(6));
    }

    private static void refused(RequestBudget budget) {
        try {
            budget.refused(Duration.ofSeconds(5));
        } catch (ApiException second) {
            throw new AssertionError(second);
        }
    }

    @Test
    void clientsThatWereRefusedTogetherDoNotComeBackTogether() throws Exception {
        for (double chance : new double[] {0, 0.5, 1}) {
            RequestBudget budget = budget(1_000, chance);
            long refusedAt = time.getAsLong();
            budget.refused(Duration.ofSeconds(4));

            budget.take();

            assertThat(time.since(refusedAt)).isEqualTo(Duration.ofMillis((long) (4_000 + 1_000 * chance)));
        }
    }

    @Test
    void theSecondRefusalWithinAMinuteEndsTheSurvey() throws Exception {
        RequestBudget budget = budget(100, 0);
        budget.refused(Duration.ofSeconds(1));
        time.passes(MINUTE);
        budget.refused(Duration.ofSeconds(1));
        time.passes(MINUTE.minusNanos(1));

        assertThatThrownBy(() -> budget.refused(Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        crowded -> assertThat(crowded.kind()).isEqualTo(ApiException.Kind.CROWDED))
                .hasMessageContaining("429");
    }
}
