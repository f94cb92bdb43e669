package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.batch.BatchStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P4: the worker dies after any step of a batch, with true duplicates in the log; another takes over. An {@link Error}
 * ends a loop on the spot, as in production: nothing is rolled back, aborted or left properly.
 */
class CrashBetweenStepsIT {

    private static final class Crash extends Error {
        Crash(BatchStep step) {
            super("crash after " + step, null, false, false);
        }
    }

    @ParameterizedTest
    @EnumSource(BatchStep.class)
    void aCrashAfterAnyStepLosesAndRepeatsNothing(BatchStep fatal) throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = history(new Random(fatal.name().hashCode()));
            List<Fact> firstHalf = facts.subList(0, facts.size() / 2);
            worker.produce(firstHalf.stream().map(Model::event).toList());
            worker.produce(firstHalf.stream().map(Model::event).toList(), 5);
            AtomicBoolean armed = new AtomicBoolean(true);
            worker.onStep(step -> {
                if (step == fatal && armed.getAndSet(false)) {
                    throw new Crash(step);
                }
            });
            worker.start("worker-0", 1);
            worker.await("the crash", () -> !worker.ended.isEmpty());
            worker.produce(facts.subList(facts.size() / 2, facts.size()).stream()
                    .map(Model::event)
                    .toList());
            worker.start("worker-0", 1);
            worker.awaitDrained();
            assertThat(Model.actual(worker.database)).isEqualTo(Model.expected(facts));
            worker.assertFeedIsExact();
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            worker.assertCountersBalance();
        }
    }

    static List<Fact> history(Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int index = 0; index < 200; index++) {
            String message = "msg_" + index;
            int organization = random.nextInt(5);
            int membership = random.nextInt(40);
            switch (random.nextInt(11)) {
                case 0, 1, 2 ->
                    facts.add(
                            new Fact.UserState(message, "user_" + random.nextInt(20), random.nextInt(50), "u" + index));
                case 3 ->
                    facts.add(new Fact.OrganizationState(
                            message, "org_" + organization, random.nextInt(50), "o" + index));
                case 4 ->
                    facts.add(
                            random.nextInt(4) == 0
                                    ? new Fact.Delete(message, "organization", "org_" + organization, 60)
                                    : new Fact.Delete(message, "user", "user_" + random.nextInt(20), 60));
                case 5 ->
                    facts.add(new Fact.OtherState(
                            message,
                            "psk_" + random.nextInt(20),
                            random.nextInt(3) == 0 ? "org_" + random.nextInt(5) : "",
                            random.nextInt(3) > 0 ? "user_" + random.nextInt(20) : "",
                            random.nextInt(50),
                            "p" + index));
                case 6 ->
                    facts.add(new Fact.MembershipPart(
                            message, "orgmem_" + membership, random.nextInt(50), "part" + index));
                default ->
                    facts.add(new Fact.MembershipState(
                            message,
                            "orgmem_" + membership,
                            "org_" + membership % 5,
                            "user_" + membership % 20,
                            random.nextInt(50),
                            "r" + index));
            }
        }
        return facts;
    }
}
