package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.node.ObjectNode;

/** Envelopes as a survey publishes them. */
public final class Envelopes {

    /** As much as the gateway takes: what a worker has memory for. */
    static final int LARGEST = 512 * 1024;

    /** Smaller numbers count as seconds. */
    private static final long SMALLEST_MILLIS = 100_000_000_000L;

    private Envelopes() {}

    /**
     * Without a time of the event, unless it repeats a row's.
     *
     * @param eventAtMillis milliseconds since the epoch; 0 for none
     */
    public static byte[] of(EventType type, String instanceId, ObjectNode data, long eventAtMillis) {
        ObjectNode envelope = StoredJson.MAPPER.createObjectNode();
        envelope.set("data", data);
        envelope.put("object", "event").put("type", type.value()).put("instance_id", instanceId);
        if (eventAtMillis > 0) {
            if (eventAtMillis >= SMALLEST_MILLIS) {
                envelope.put("timestamp", eventAtMillis);
            } else {
                envelope.put("timestamp", Instant.ofEpochMilli(eventAtMillis).toString());
            }
        }
        return StoredJson.MAPPER.writeValueAsBytes(envelope);
    }

    /** As the worker would consume it. */
    static SourceRecord record(String id, MessageId messageId, byte[] envelope, long nowMillis) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("survey", 0, 0, id.getBytes(StandardCharsets.UTF_8), envelope);
        add(record, EventHeaders.MESSAGE_ID, messageId.value());
        add(record, EventHeaders.ORIGIN, EventOrigin.RECONCILE.label());
        add(record, EventHeaders.RECEIVED_AT, Long.toString(nowMillis));
        return new SourceRecord(record);
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
