package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.delivery.DeliveryOrder;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A copy that webhooks have made, of which some were lost: what it lacks is found, and mended.
 * {@code -Drollcall.survey.worlds=…} takes more worlds.
 */
class SurveyOfWebhooksIT {

    private static final int EVENTS = 2_000;

    private final SurveyCase survey = new SurveyCase();

    @AfterEach
    void stop() {
        survey.close();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("rollcall.survey.worlds", 1));
    }

    /** Clerk has it all; what was lost on the way the copy has not. */
    private void told(long seed, String faults) throws InterruptedException {
        World world = World.of(
                WorldSettings.of(seed, EVENTS).withInstanceId(Events.INSTANCE).withFaults(Fault.parse(faults)));
        world.events().forEach(survey.objects::happened);
        List<Events.Event> sent = new ArrayList<>();
        DeliveryOrder.of(world).forEachRemaining(delivery -> {
            switch (delivery.event().meaning()) {
                case Meaning.State state ->
                    sent.add(event(
                            delivery.event().messageId(),
                            state.entity().id(),
                            delivery.event().body()));
                case Meaning.End end ->
                    sent.add(event(
                            delivery.event().messageId(),
                            end.entity().id(),
                            delivery.event().body()));
                case Meaning.DeadLetter letter -> {}
                case Meaning.Nothing nothing -> {}
            }
        });
        survey.worker.produce(sent);
        survey.worker.awaitDrained();
        survey.age();
    }

    private static Events.Event event(String messageId, String id, byte[] body) {
        return new Events.Event(messageId, id, new String(body, StandardCharsets.UTF_8));
    }

    private static long found(SurveyReport report, Verdict verdict) {
        return report.tables().stream()
                .mapToLong(table -> table.found().getOrDefault(verdict, 0L))
                .sum();
    }

    private static long unconfirmed(SurveyReport report, SurveyTable of) {
        return report.tables().stream()
                .filter(table -> table.table().equals(of.label()))
                .mapToLong(table -> table.left().getOrDefault(Verdict.UNCONFIRMED, 0L))
                .sum();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasLostIsFoundAndMended(long seed) throws Exception {
        told(seed, "tie,reorder,lost-webhook,lost-delete,endpoint-disabled");

        SurveyReport repair = survey.run(SurveyOptions.REPAIR.endingExtra(1_000_000L));

        assertThat(repair.complete()).as("%s", repair).isTrue();
        Map<String, Long> found = Map.of(
                "missing", found(repair, Verdict.MISSING),
                "stale", found(repair, Verdict.STALE),
                "extra", found(repair, Verdict.EXTRA));
        assertThat(found).allSatisfy((verdict, count) -> assertThat(count).isPositive());
        for (SurveyTable table : SurveyTable.values()) {
            if (table == SurveyTable.INVITATIONS) {
                continue;
            }
            if (survey.atClerk(table).isEmpty()) {
                // No question about the last ones has an answer that is known, so none of them may be ended.
                assertThat(survey.live(table)).as(table.label()).hasSize((int) unconfirmed(repair, table));
            } else {
                assertThat(survey.live(table)).as(table.label()).isEqualTo(survey.atClerk(table));
            }
        }
        survey.worker.assertFeedIsExact();

        SurveyReport exact = survey.run(SurveyOptions.REPAIR.endingExtra(1_000_000L));
        assertThat(exact.published()).as("%s", exact).isZero();
        for (SurveyReport.OfTable table : exact.tables()) {
            assertThat(table.left().entrySet())
                    .as("invitations cannot be confirmed to be gone: %s", table)
                    .noneMatch(entry ->
                            entry.getKey().isDrift() && entry.getKey() != Verdict.UNCONFIRMED && entry.getValue() > 0);
        }
    }
}
