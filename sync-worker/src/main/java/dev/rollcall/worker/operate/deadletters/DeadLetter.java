package dev.rollcall.worker.operate.deadletters;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code rollcall.dead_letters}. Nothing in it is personal data.
 *
 * @param topicId Kafka's id of the topic that it was read from; null when the database no longer knows
 * @param reason one sentence
 * @param action what was done about it; null while it is open
 */
public record DeadLetter(
        LetterId id,
        @JsonIgnore @Nullable UUID topicId,
        String topic,
        int partition,
        String code,
        String reason,
        @Nullable String eventType,
        @Nullable String entityId,
        @Nullable String messageId,
        Instant receivedAt,
        Instant failedAt,
        LetterState state,
        @Nullable Action action) {

    /**
     * What was done last.
     *
     * @param why null for a replay
     */
    public record Action(Instant at, String by, @Nullable String why) {}

    TopicPartition stood() {
        return new TopicPartition(topic, partition);
    }
}
