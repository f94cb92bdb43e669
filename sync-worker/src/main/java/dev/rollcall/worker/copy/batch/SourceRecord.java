package dev.rollcall.worker.copy.batch;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code clerk.events}, and where it stands.
 *
 * @param record key, value and headers as consumed
 */
public record SourceRecord(ConsumerRecord<byte[], byte[]> record) {

    /** Message ids of surveys begin with it, and no others. */
    private static final byte SURVEY = '~';

    public SourceRecord {
        for (Header header : record.headers()) {
            // Until they are read, headers keep the buffer of the whole record, which is as long again as its value.
            header.key();
            header.value();
        }
    }

    public TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    public long offset() {
        return record.offset();
    }

    /** Of key, value and headers: what it takes on the heap, whatever it took in the log. */
    public long bytes() {
        long bytes = lengthOf(record.key());
        bytes += lengthOf(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length();
            bytes += lengthOf(header.value());
        }
        return bytes;
    }

    private static int lengthOf(byte @Nullable [] content) {
        return content == null ? 0 : content.length;
    }

    /** Null when there is no header of this name; the last one when there are several. */
    public byte @Nullable [] header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    /**
     * Which kind of survey published it; null for everything else. A copy of such a record, published once more from the
     * log or the dead letters, is told by its message id.
     */
    public @Nullable EventOrigin surveyOrigin() {
        byte[] header = header(EventHeaders.ORIGIN);
        String origin = header == null ? "" : new String(header, StandardCharsets.UTF_8);
        if (origin.equals(EventOrigin.BACKFILL.label())) {
            return EventOrigin.BACKFILL;
        }
        if (origin.equals(EventOrigin.RECONCILE.label())) {
            return EventOrigin.RECONCILE;
        }
        byte[] messageId = header(EventHeaders.MESSAGE_ID);
        return messageId != null && messageId.length > 0 && messageId[0] == SURVEY ? EventOrigin.RECONCILE : null;
    }

    /** Whether somebody waits for it: it came as a webhook, or from a producer that does not say. */
    public boolean isFresh() {
        byte[] header = header(EventHeaders.ORIGIN);
        return header == null || EventOrigin.WEBHOOK.label().equals(new String(header, StandardCharsets.UTF_8));
    }

    /**
     * Milliseconds since the epoch; never after now. Falls back to the record's own time, which Kafka's client sets: a
     * foreign producer may omit the header.
     */
    public long receivedAtMillis(InstantSource clock) {
        return Math.min(firstReceiptMillis(), clock.millis());
    }

    /**
     * As {@link #receivedAtMillis}, but independent of this machine's clock: an answer that decides about rows has to
     * be the same whenever it is given. A replay keeps the original's.
     */
    public long firstReceiptMillis() {
        byte[] header = header(EventHeaders.RECEIVED_AT);
        if (header != null && header.length > 0 && header.length <= 15) {
            long millis = 0;
            for (byte digit : header) {
                if (digit < '0' || digit > '9') {
                    return Math.max(record.timestamp(), 0);
                }
                millis = millis * 10 + digit - '0';
            }
            return millis;
        }
        return Math.max(record.timestamp(), 0);
    }
}
