package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.lookup.Entity;
import dev.rollcall.worker.operate.lookup.EntityLookup;
import dev.rollcall.worker.operate.lookup.Timeline;
import dev.rollcall.worker.operate.lookup.TimelineReader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator looks at has a bound in bytes, whatever the rows and records hold, and says where it ended. */
class BoundedLookupIT {

    private static final int UPDATES = 80;
    private static final int KILOBYTES = 30;

    private final WorkerHarness worker = new WorkerHarness();

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void aTimelineKeepsTheNewestChangesAndSaysHowFarBackItSearched() throws Exception {
        worker.database.keepHistory(true);
        worker.start();
        for (int update = 1; update <= UPDATES; update++) {
            // One after the other, since of one batch only the newest is written.
            worker.produce(List.of(large(update)));
            worker.awaitDrained();
        }
        List<ConsumerRecord<byte[], byte[]>> announced = worker.read(worker.topics.prefix() + "clerk.changes.users");

        Timeline timeline = timeline();

        assertThat(timeline.events().complete()).as("of events little is kept").isTrue();
        assertThat(timeline.changes().complete()).isFalse();
        assertThat(timeline.history().complete()).isFalse();
        long shown = timeline.entries().stream()
                .filter(entry -> entry.effect() == Timeline.Effect.WROTE)
                .count();
        assertThat(shown).isBetween(20L, 2L * 1024 / KILOBYTES);
        Instant since = Instant.parse(String.valueOf(timeline.changes().since()));
        assertThat(announced.get(announced.size() - (int) shown).timestamp()).isEqualTo(since.toEpochMilli());
        assertThat(timeline.entries().getFirst().messageId()).isEqualTo("m" + UPDATES);
    }

    @Test
    void aRowIsShownWithoutWhatIsTooLong() throws Exception {
        worker.start();
        worker.produce(List.of(Events.event(
                "m1",
                "user.created",
                1,
                "user_1",
                "{\"id\":\"user_1\",\"object\":\"user\",\"updated_at\":1700000000001,\"first_name\":\"Zoe\","
                        + "\"public_metadata\":{\"numbers\":[" + "1e900,".repeat(1_000) + "1],\"lost\":1e2000},"
                        + "\"unsafe_metadata\":{\"short\":1},\"private_metadata\":{}}")));
        worker.awaitDrained();
        Entity entity = new EntityLookup(worker.database.pool)
                .find(new EntityId("user_1"), true, Actor.ofLoopback())
                .orElseThrow();
        assertThat(entity.fields())
                .anySatisfy(field -> {
                    assertThat(field.name()).isEqualTo("public_metadata");
                    assertThat(field.value()).matches("\\(90\\d{4} bytes, too long to show\\)");
                })
                .anySatisfy(field -> assertThat(field.value()).isEqualTo("{\"short\":1}"))
                .anySatisfy(field -> assertThat(field.value()).isEqualTo("{}"))
                .anySatisfy(field -> assertThat(field.value()).isEqualTo("Zoe"));
        assertThat(entity.version().incomplete())
                .as("what the row could not take is said")
                .containsExactly("public_metadata");
    }

    private Timeline timeline() throws Exception {
        KafkaClients kafka = TestClients.of(worker.kafka.bootstrapServers());
        return new TimelineReader(
                        worker.database.pool,
                        kafka,
                        worker.topics,
                        new DeadLetterOffice(worker.database.pool, kafka, worker.topics, Clock.systemUTC()))
                .read(new EntityId("user_1"), false, Actor.ofLoopback());
    }

    private static Events.Event large(int update) {
        List<String> data = new ArrayList<>();
        data.add("\"id\":\"user_1\",\"object\":\"user\",\"updated_at\":" + (Events.BASE + update));
        data.add("\"public_metadata\":{\"note\":\"" + update + "x".repeat(KILOBYTES * 1024) + "\"}");
        return Events.event("m" + update, "user.updated", update, "user_1", "{" + String.join(",", data) + "}");
    }
}
