package dev.rollcall.simulator.verify;

import dev.rollcall.model.change.ChangeHeaders;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.PollBounds;
import dev.rollcall.model.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The change topics in Kafka, read from their beginning at {@code read_committed}, on and on. */
final class ChangeTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Twenty seconds: a restarting broker needs a quarter of that. */
    private static final int MOST_IDLE_POLLS = 100;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Resource> resources = new HashMap<>();
    private final Map<String, FeedFold> folds = new HashMap<>();
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final BiPredicate<String, String> wanted;

    /** @param wanted whether a resource's id belongs to the world that is verified */
    private ChangeTopics(Consumer<byte[], byte[]> consumer, Topics topics, BiPredicate<String, String> wanted) {
        this.consumer = consumer;
        this.wanted = wanted;
        for (Resource resource : Resource.values()) {
            resources.put(topics.changes(resource), resource);
            folds.put(resource.eventName(), new FeedFold());
        }
    }

    /** @throws VerificationException when Kafka does not answer or a topic is missing */
    static ChangeTopics open(
            String bootstrapServers, Map<String, String> client, Topics topics, BiPredicate<String, String> wanted) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(PollBounds.small().settings());
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                20_000));
        try {
            ChangeTopics opened = new ChangeTopics(
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    topics,
                    wanted);
            opened.assign();
            return opened;
        } catch (KafkaException unreachable) {
            throw failure(unreachable);
        }
    }

    /** By resource; they grow with every {@link #readOn}. */
    Map<String, FeedFold> folds() {
        return folds;
    }

    /** Reads all that is committed now, and says how far that is: the sum of the end offsets. */
    long readOn() {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long reached = -1;
            int idle = 0;
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> announcement : consumer.poll(POLL)) {
                    fold(announcement);
                }
                long position =
                        partitions.stream().mapToLong(consumer::position).sum();
                idle = position == reached ? idle + 1 : 0;
                reached = position;
                if (idle > MOST_IDLE_POLLS) {
                    throw new KafkaException("the broker has stopped answering");
                }
            }
            return ends.values().stream().mapToLong(Long::longValue).sum();
        } catch (KafkaException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void assign() {
        for (String topic : resources.keySet()) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found.isEmpty()) {
                throw new KafkaException("no topic " + topic);
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private void fold(ConsumerRecord<byte[], byte[]> announcement) {
        Resource resource = resources.get(announcement.topic());
        if (resource == null || announcement.key() == null) {
            return;
        }
        String resourceName = resource.eventName();
        String key = new String(announcement.key(), StandardCharsets.UTF_8);
        FeedFold fold = folds.get(resourceName);
        if (fold != null && wanted.test(resourceName, key)) {
            fold.accept(new FeedRecord(
                    "clerk.changes." + resource.table(),
                    key,
                    announcement.value() == null ? null : new String(announcement.value(), StandardCharsets.UTF_8),
                    header(announcement, ChangeHeaders.ID),
                    revision(announcement)));
        }
    }

    private static @Nullable Long revision(ConsumerRecord<byte[], byte[]> announcement) {
        String header = header(announcement, ChangeHeaders.REVISION);
        try {
            return header == null ? null : Long.valueOf(header);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> announcement, String name) {
        Header header = announcement.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static VerificationException failure(KafkaException cause) {
        return new VerificationException(
                "The change topics cannot be read (" + cause.getMessage()
                        + "). Check the bootstrap servers, that Kafka runs, and that the worker's command `topics` has"
                        + " been run with the same prefix.",
                cause);
    }
}
