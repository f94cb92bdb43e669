package dev.rollcall.worker.copy.reject;

import dev.rollcall.model.event.EventIdentity;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Keeps what could not be applied: the exact record in the dead-letter topic, a projection in the database. */
public final class DeadLetters {

    private static final String PROJECT = """
            insert into rollcall.dead_letters
                (writer, "offset", topic, partition, code, kind, reason, event_type, entity_id, message_id, received_at,
                 instance_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (writer, "offset") do nothing
            """;

    private static final String WITHDRAW = """
            delete from rollcall.dead_letters as d
            using unnest(?::integer[], ?::bigint[]) as k(writer, "offset")
            where d.writer = k.writer and d."offset" = k."offset" and d.state = 'open'
            """;

    /** What the producer and the dead-letter topic take, less what they add (4 MiB). */
    private static final long LARGEST = 4 * 1024 * 1024 - 64 * 1024;

    private static final long LARGEST_PART = 8 * 1024;
    private static final List<String> FOUND_BY =
            List.of(EventHeaders.MESSAGE_ID, EventHeaders.SOURCE, EventHeaders.ORIGIN, EventHeaders.RECEIVED_AT);

    private final Topics topics;
    private final InstantSource clock;

    /** @param clock what no receipt can be after */
    public DeadLetters(Topics topics, InstantSource clock) {
        this.topics = topics;
        this.clock = clock;
    }

    /** In the batch's own transaction, so that listing them never shows one that was rolled back. */
    public void project(Connection connection, List<Decoded.Rejected> rejected, Progress progress) throws SQLException {
        if (rejected.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(PROJECT)) {
            for (Decoded.Rejected dead : rejected) {
                Coordinates origin = progress.of(dead.source());
                insert.setInt(1, origin.writer());
                insert.setLong(2, origin.offset());
                insert.setString(3, dead.source().record().topic());
                insert.setInt(4, dead.source().record().partition());
                insert.setString(5, dead.code().label());
                insert.setString(6, dead.code().kind().label());
                insert.setString(7, dead.reason());
                // Whichever step rejected it, it names its entity, as far as its body can be read.
                EventIdentity identity = EventIdentity.of(dead.source().record().value());
                insert.setString(8, dead.eventType() == null ? identity.type() : dead.eventType());
                insert.setString(9, dead.entityId() == null ? identity.entityId() : dead.entityId());
                insert.setString(10, printable(dead.source().header(EventHeaders.MESSAGE_ID)));
                insert.setTimestamp(11, new Timestamp(dead.source().receivedAtMillis(clock)));
                insert.setString(12, dead.instanceId());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Forgets an earlier rejection of a record that is applied now. Its copy is not in Kafka: that would have been
     * committed together with its offset, and the record would not have come again.
     */
    public void withdraw(Connection connection, Resolution resolution, Progress progress) throws SQLException {
        List<Coordinates> again = resolution
                .records()
                .map(Decoded.OfEntity::source)
                .filter(progress::mayBeUnannounced)
                .map(progress::of)
                .toList();
        if (again.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(WITHDRAW)) {
            delete.setArray(
                    1,
                    connection.createArrayOf(
                            "integer", again.stream().map(Coordinates::writer).toArray()));
            delete.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", again.stream().map(Coordinates::offset).toArray()));
            delete.executeUpdate();
        }
    }

    /** The record as it was, with the reason and its origin in the headers. */
    public Stream<ProducerRecord<byte[], byte[]>> records(List<Decoded.Rejected> rejected) {
        return rejected.stream().map(this::record);
    }

    private ProducerRecord<byte[], byte[]> record(Decoded.Rejected dead) {
        ConsumerRecord<byte[], byte[]> record = dead.source().record();
        Headers headers = new RecordHeaders(record.headers().toArray());
        byte[] key = record.key();
        byte[] value = record.value();
        long size = sizeOf(key) + sizeOf(value) + sizeOf(headers);
        if (size > LARGEST) {
            // A foreign record, compressed well. As a whole it could never be sent, and its partition would wait for
            // ever.
            headers = ours(headers);
            key = sizeOf(key) > LARGEST_PART ? null : key;
            value = null;
            add(headers, EventHeaders.BYTES_LEFT_OUT, Long.toString(size - sizeOf(key) - sizeOf(headers)));
        }
        add(headers, EventHeaders.FAILURE_CODE, dead.code().label());
        add(headers, EventHeaders.FAILURE_KIND, dead.code().kind().label());
        add(headers, EventHeaders.FAILURE_REASON, dead.reason());
        add(headers, EventHeaders.ORIGIN_TOPIC, dead.source().record().topic());
        add(
                headers,
                EventHeaders.ORIGIN_PARTITION,
                Integer.toString(dead.source().record().partition()));
        add(headers, EventHeaders.ORIGIN_OFFSET, Long.toString(dead.source().offset()));
        return new ProducerRecord<>(topics.deadLetters(), null, key, value, headers);
    }

    private static long sizeOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long sizeOf(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += 2L * header.key().length() + sizeOf(header.value());
        }
        return size;
    }

    /** Those by which a record is found again, unless they are part of the problem. */
    private static Headers ours(Headers all) {
        Headers ours = new RecordHeaders();
        for (String name : FOUND_BY) {
            Header header = all.lastHeader(name);
            if (header != null && sizeOf(header.value()) <= LARGEST_PART) {
                ours.add(header);
            }
        }
        return ours;
    }

    /** A replayed record that is rejected again has these already. */
    private static void add(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String printable(byte @Nullable [] header) {
        if (header == null) {
            return null;
        }
        String text = new String(header, StandardCharsets.UTF_8);
        boolean printable = text.length() <= 256 && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return printable ? text : null;
    }
}
