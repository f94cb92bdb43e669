package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.clerk.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of the users' change topic, of what is committed alone, that notes when it was given each user first. */
final class FeedReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Instant> given = new ConcurrentHashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean ended;

    /** Reads what is announced of this resource from now on. */
    FeedReader(Servers servers, Resource resource) {
        String feed = servers.topics().changes(resource);
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(feed).stream()
                .map(partition -> new TopicPartition(feed, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().name("feed-reader").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (!ended) {
                var records = consumer.poll(POLL);
                Instant now = Instant.now();
                records.forEach(record -> given.putIfAbsent(new String(record.key(), StandardCharsets.UTF_8), now));
            }
        }
    }

    /** When the consumer was given it, which is waited for. */
    Instant given(String id) throws InterruptedException {
        Instant at = given.get(id);
        while (at == null) {
            if (!thread.isAlive()) {
                throw new IllegalStateException("the reader of the feed has ended");
            }
            thread.join(Duration.ofMillis(10));
            at = given.get(id);
        }
        return at;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
