package dev.rollcall.worker.copy.announce;

import dev.rollcall.model.change.ChangeHeaders;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.model.topic.TraceParent;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.batch.Written;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes the change event of a row version: CloudEvents 1.0 in binary mode. */
public final class ChangeAnnouncer {

    private final Topics topics;
    private final ChangeValue values;

    /** @param sensitive those of {@link ChangeValue#LEFT_OUT} that subscribers get nevertheless */
    public ChangeAnnouncer(Topics topics, Set<String> sensitive) {
        this.topics = topics;
        values = new ChangeValue(sensitive);
    }

    /**
     * Makes the events lazily, in the order of the rows: a whole batch of them would be megabytes that live as long as
     * the batch.
     *
     * @param instanceId of the Clerk instance that this database is a copy of; "unknown" before it is bound
     * @param records finds the record that wrote a row, or null
     */
    public Stream<ProducerRecord<byte[], byte[]>> announce(
            List<Written> written, String instanceId, Function<Coordinates, @Nullable SourceRecord> records) {
        return written.stream().map(row -> changeEvent(row, instanceId, records.apply(row.writer())));
    }

    /**
     * As {@link #announce}, of versions that were announced before: marked, and without the trace that ended then.
     *
     * @param stored as the database has them
     */
    public Stream<ProducerRecord<byte[], byte[]>> announceAgain(List<Written> stored, String instanceId) {
        return announce(stored, instanceId, writer -> null).map(change -> {
            add(change.headers(), ChangeHeaders.ANNOUNCED, ChangeHeaders.AGAIN);
            return change;
        });
    }

    private ProducerRecord<byte[], byte[]> changeEvent(
            Written written, String instanceId, @Nullable SourceRecord cause) {
        Resource resource = written.table().resource();
        if (resource == null) {
            throw new IllegalArgumentException(written.table() + " has no change topic");
        }
        String id = written.key().id();
        Headers headers = new RecordHeaders();
        add(headers, ChangeHeaders.SPECIFICATION_VERSION, "1.0");
        add(
                headers,
                ChangeHeaders.ID,
                id + "@" + written.version().updatedAtMillis() + "-"
                        + written.version().messageId());
        add(
                headers,
                ChangeHeaders.TYPE,
                "clerk." + resource.eventName() + "." + written.operation().label());
        add(headers, ChangeHeaders.SOURCE, "/clerk/" + instanceId);
        add(headers, ChangeHeaders.SUBJECT, id);
        add(headers, ChangeHeaders.TIME, ChangeValue.time(written.writtenAtMillis()));
        String organization = ChangeValue.organizationOf(written);
        if (organization != null) {
            add(headers, ChangeHeaders.ORGANIZATION_ID, organization);
        }
        add(headers, ChangeHeaders.REVISION, Long.toString(written.revision()));
        add(headers, ChangeHeaders.MESSAGE_ID, written.version().messageId().value());
        if (cause != null) {
            caused(headers, cause);
        }
        byte[] value = null;
        if (written.row() != null) {
            add(headers, ChangeHeaders.CONTENT_TYPE, "application/json");
            if (!written.row().incomplete().isEmpty()) {
                add(
                        headers,
                        ChangeHeaders.INCOMPLETE,
                        String.join(",", written.row().incomplete()));
            }
            value = values.of(resource, id, written.row());
        }
        return new ProducerRecord<>(
                topics.changes(resource), null, null, id.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    private static void caused(Headers headers, SourceRecord cause) {
        byte[] traceparent = cause.header(EventHeaders.TRACEPARENT);
        if (TraceParent.isValid(traceparent)) {
            headers.add(ChangeHeaders.TRACEPARENT, traceparent);
        }
        EventOrigin origin = cause.surveyOrigin();
        if (origin != null) {
            add(headers, ChangeHeaders.ORIGIN, origin.label());
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
