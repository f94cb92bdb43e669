package dev.rollcall.worker.copy.batch;

import dev.rollcall.model.topic.EventHeaders;
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
