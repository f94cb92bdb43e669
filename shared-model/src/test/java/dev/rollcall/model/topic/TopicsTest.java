package dev.rollcall.model.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final long DAY = 24L * 60 * 60 * 1000;

    private final Topics topics = new Topics("one.");

    @Test
    void everyNameBeginsWithThePrefix() {
        assertThat(topics.events()).isEqualTo("one.clerk.events");
        assertThat(topics.deadLetters()).isEqualTo("one.clerk.events.dead-letter");
        assertThat(topics.changes(Resource.USER)).isEqualTo("one.clerk.changes.users");
        assertThat(topics.workerGroup())
                .as("two beside each other must not share offsets")
                .isEqualTo("one.rollcall-sync");
        assertThat(new Topics("").events()).isEqualTo("clerk.events");
    }

    @Test
    void thereIsOneOfEventsOneOfDeadLettersAndOneOfChangesForEachTable() {
        assertThat(topics.all().stream().map(TopicSpecification::name))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of(topics.events(), topics.deadLetters()),
                                Stream.of(Resource.values()).map(topics::changes))
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void eventsAndDeadLettersAreKeptForATimeAndAsManyPartitions() {
        assertThat(topics.all().subList(0, 2))
                .isEqualTo(List.of(
                        new TopicSpecification("one.clerk.events", 12, kept(14, "1048576")),
                        new TopicSpecification("one.clerk.events.dead-letter", 12, kept(28, "4194304"))));
    }

    @Test
    void changesAreCompactedAndADeleteIsSeenForAWeek() {
        assertThat(topics.all().subList(2, topics.all().size())).allSatisfy(changes -> {
            assertThat(changes.partitions()).isEqualTo(3);
            assertThat(changes.settings())
                    .isEqualTo(Map.of(
                            "cleanup.policy",
                            "compact",
                            "min.compaction.lag.ms",
                            Long.toString(DAY),
                            "max.compaction.lag.ms",
                            Long.toString(7 * DAY),
                            "delete.retention.ms",
                            Long.toString(7 * DAY),
                            "max.message.bytes",
                            "4194304",
                            // kafkajs reads it and nothing else that compresses
                            "compression.type",
                            "gzip"));
        });
    }

    private static Map<String, String> kept(int days, String largest) {
        return Map.of(
                "cleanup.policy", "delete", "retention.ms", Long.toString(days * DAY), "max.message.bytes", largest);
    }
}
