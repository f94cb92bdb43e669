package dev.rollcall.gateway.publish;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** How an event is laid out in {@code clerk.events}. The contract is {@link EventHeaders}. */
final class EventRecords {

    private static final Header FROM_WEBHOOK =
            new RecordHeader(EventHeaders.ORIGIN, ascii(EventOrigin.WEBHOOK.label()));
    private static final int HEADERS = 8;

    private final String topic;

    EventRecords(String topic) {
        this.topic = topic;
    }

    /** The partition follows from the key by Kafka's default hash, the same in every client. */
    ProducerRecord<byte[], byte[]> toRecord(VerifiedEvent event) {
        List<Header> headers = new ArrayList<>(HEADERS);
        headers.add(header(EventHeaders.MESSAGE_ID, event.attempt().messageId()));
        headers.add(header(EventHeaders.TIMESTAMP, event.attempt().timestamp()));
        headers.add(header(EventHeaders.SIGNATURE, event.attempt().signature()));
        headers.add(header(EventHeaders.SOURCE, event.source()));
        EventType type = event.type();
        if (type != null) {
            headers.add(header(EventHeaders.EVENT_TYPE, type.value()));
        }
        headers.add(FROM_WEBHOOK);
        headers.add(
                header(EventHeaders.RECEIVED_AT, Long.toString(event.arrival().receivedAt())));
        headers.add(new RecordHeader(EventHeaders.TRACEPARENT, event.arrival().traceparent()));
        return new ProducerRecord<>(topic, null, ascii(event.key()), event.body(), headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, ascii(value));
    }

    /** Every value is checked to be ASCII before it comes here. */
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
