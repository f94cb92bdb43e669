package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.site.Site;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What the group has committed beside what the database has applied. */
public final class Offsets {

    private static final String GROUP = "rollcall-sync";
    private static final String EVENTS = new Topics("").events();
    private static final long ANSWER_SECONDS = 5;
    private static final TopicDescription NO_TOPIC = new TopicDescription(EVENTS, false, List.of());

    private Offsets() {}

    /** How many records are not consumed yet; less than 0 when Kafka does not say. */
    static long lag(Admin admin) throws InterruptedException {
        try {
            Map<TopicPartition, Long> committed = committed(admin);
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            int partitions = described(admin).partitions().size();
            for (int partition = 0; partition < partitions; partition++) {
                asked.put(new TopicPartition(EVENTS, partition), OffsetSpec.latest());
            }
            long lag = 0;
            for (var end : admin.listOffsets(asked)
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .entrySet()) {
                lag += Math.max(0, end.getValue().offset() - committed.getOrDefault(end.getKey(), 0L));
            }
            return lag;
        } catch (ExecutionException | TimeoutException unanswered) {
            return -1;
        }
    }

    /** Whether everything is consumed within the time. */
    public static boolean awaitConsumed(Site site, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        try (Admin admin = site.brokers().admin()) {
            while (lag(admin) != 0) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return true;
        }
    }

    /** What is wrong now; null when nothing is, or when one of the two sides does not answer. */
    static @Nullable String ahead(Site site, Admin admin) throws InterruptedException {
        Map<TopicPartition, Long> committed;
        String topicId;
        Map<Integer, Long> applied;
        try {
            topicId = uuid(admin);
            // Read first: what is applied only rises, so it can only look better than it is for the other order.
            committed = committed(admin);
            applied = applied(site, topicId);
        } catch (ExecutionException | TimeoutException | SQLException unanswered) {
            return null;
        }
        for (Map.Entry<TopicPartition, Long> offset : committed.entrySet()) {
            long next = applied.getOrDefault(offset.getKey().partition(), 0L);
            if (offset.getValue() > next) {
                return "%s is committed up to %d, applied up to %d".formatted(offset.getKey(), offset.getValue(), next);
            }
        }
        return null;
    }

    private static Map<TopicPartition, Long> committed(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .entrySet()) {
            if (offset.getValue() != null && EVENTS.equals(offset.getKey().topic())) {
                offsets.put(offset.getKey(), offset.getValue().offset());
            }
        }
        return offsets;
    }

    private static TopicDescription described(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin.describeTopics(List.of(EVENTS))
                .allTopicNames()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .getOrDefault(EVENTS, NO_TOPIC);
    }

    private static String uuid(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Uuid id = described(admin).topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }

    private static Map<Integer, Long> applied(Site site, String topicId) throws SQLException {
        Map<Integer, Long> applied = new HashMap<>();
        try (Connection connection = site.database().connect("backend");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select partition, next_offset from rollcall.progress where topic_id = '" + topicId + "'")) {
            while (rows.next()) {
                applied.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return applied;
    }
}
