package dev.rollcall.worker.operate.replay;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Publishes events of our own making into {@code clerk.events}: they take the way of every other. */
public final class EventPublisher implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** The longest wait for a silent cluster. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final KafkaTemplate<byte[], byte[]> template;
    private final Topics topics;
    private final InstantSource clock;
    private final List<Future<?>> sent = new ArrayList<>();

    /** @param clock when what it makes happens, and is received */
    public EventPublisher(KafkaClients kafka, Topics topics, InstantSource clock) {
        this.clock = clock;
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "rollcall-publisher");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST.toMillis());
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024);
        // The loops work in the same heap.
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
        template = kafka.template(all);
        this.topics = topics;
    }

    /**
     * An envelope as Clerk would send it.
     *
     * @param eventAtMillis milliseconds since the epoch
     * @param instanceId null when the database is not bound to one
     */
    public static byte[] envelope(EventType type, long eventAtMillis, @Nullable String instanceId, ObjectNode data) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("data", data);
        envelope.put("object", "event").put("type", type.value()).put("timestamp", eventAtMillis);
        if (instanceId != null) {
            envelope.put("instance_id", instanceId);
        }
        return JSON.writeValueAsBytes(envelope);
    }

    /** Epoch milliseconds. */
    public long nowMillis() {
        return clock.millis();
    }

    /** Hands a record to the producer, received now; {@link #flush} says whether it arrived. */
    public void publish(MessageId messageId, EventType type, EventOrigin origin, String key, byte[] value) {
        publish(messageId, type, origin, key, value, nowMillis());
    }

    /** @param receivedAtMillis the first receipt of what is published once more, milliseconds since the epoch */
    public void publish(
            MessageId messageId, EventType type, EventOrigin origin, String key, byte[] value, long receivedAtMillis) {
        Headers headers = new RecordHeaders();
        add(headers, EventHeaders.MESSAGE_ID, messageId.value());
        add(headers, EventHeaders.SOURCE, "rollcall");
        add(headers, EventHeaders.EVENT_TYPE, type.value());
        add(headers, EventHeaders.ORIGIN, origin.label());
        add(headers, EventHeaders.RECEIVED_AT, Long.toString(receivedAtMillis));
        send(new ProducerRecord<>(topics.events(), null, null, key.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    /**
     * Hands a record to the producer again: the same key, bytes and headers, but for its origin, which is now
     * {@code replay} and names where it stood. Goes to its key's partition. The first receipt stays: also that of a foreign
     * record, which has it only as the record's own time.
     *
     * @param record as read from {@code clerk.events} or from the dead letters
     * @param stood where it was in {@code clerk.events}
     */
    public void republish(ConsumerRecord<byte[], byte[]> record, TopicPartition stood, long offset) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.remove(EventHeaders.FAILURE_CODE);
        headers.remove(EventHeaders.FAILURE_KIND);
        headers.remove(EventHeaders.FAILURE_REASON);
        replace(headers, EventHeaders.ORIGIN, EventOrigin.REPLAY.label());
        replace(headers, EventHeaders.ORIGIN_TOPIC, stood.topic());
        replace(headers, EventHeaders.ORIGIN_PARTITION, Integer.toString(stood.partition()));
        replace(headers, EventHeaders.ORIGIN_OFFSET, Long.toString(offset));
        if (headers.lastHeader(EventHeaders.RECEIVED_AT) == null) {
            add(headers, EventHeaders.RECEIVED_AT, Long.toString(new SourceRecord(record).firstReceiptMillis()));
        }
        Integer partition = record.key() == null ? Integer.valueOf(stood.partition()) : null;
        send(new ProducerRecord<>(topics.events(), partition, null, record.key(), record.value(), headers));
    }

    /**
     * Waits until Kafka has acknowledged everything.
     *
     * @throws KafkaException when it did not take a record
     */
    public void flush() throws InterruptedException {
        template.flush();
        for (Future<?> record : sent) {
            try {
                record.get();
            } catch (ExecutionException refused) {
                throw refusal(refused.getCause());
            }
        }
        sent.clear();
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            sent.add(template.send(record));
        } catch (org.springframework.kafka.KafkaException refused) {
            throw refusal(refused);
        }
    }

    /** Without what the template puts around it: commands and logs name what Kafka said. */
    private static KafkaException refusal(@Nullable Throwable failed) {
        return new KafkaException(
                "Kafka did not take a record",
                failed instanceof org.springframework.kafka.KafkaException wrapper ? wrapper.getCause() : failed);
    }

    private static void replace(Headers headers, String name, String value) {
        headers.remove(name);
        add(headers, name, value);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        template.destroy();
    }
}
