package dev.rollcall.worker.copy.decode;

import dev.rollcall.model.clerk.ClerkObjectReader;
import dev.rollcall.model.clerk.ReadObject;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.model.clerk.WholeObject;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventIdentity;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.EventFields;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Interprets one record. Never throws an exception: whatever goes wrong becomes the record's {@link Decoded.Rejected}.
 */
public final class RecordDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDecoder.class);

    private final Set<String> leftOut;
    private final InstantSource clock;
    private final RepeatedFailures repeated;

    /**
     * @param leftOut fields that are never stored, wherever they stand in an event
     * @param clock what no receipt can be after
     */
    public RecordDecoder(Set<String> leftOut, InstantSource clock) {
        this.clock = clock;
        this.leftOut = Set.copyOf(leftOut);
        repeated = new RepeatedFailures(System::nanoTime);
    }

    public Decoded decode(SourceRecord source) {
        try {
            MessageId messageId = messageIdOf(source);
            Envelope envelope = EnvelopeReader.read(source.record().value());
            if (envelope.type().equals(EventType.HEARTBEAT)) {
                return new Decoded.Ignored(source);
            }
            Resource resource = resourceOf(envelope);
            EntityVersion version = EventTimes.versionOf(
                    envelope, messageId, source.receivedAtMillis(clock), unreadable(envelope.type(), resource));
            SecretFields.remove(envelope.data(), leftOut);
            if (resource == null) {
                return OtherObjects.decode(source, envelope, version);
            }
            return envelope.type().isDelete()
                    ? end(source, envelope, version, resource)
                    : state(source, envelope, version, resource);
        } catch (NotUnderstoodException notUnderstood) {
            return describe(source, notUnderstood.code(), notUnderstood.reason());
        } catch (RuntimeException defect) {
            sayDefect(source, defect.getClass().getName());
            return describe(source, FailureCode.UNDECODABLE, defect.getClass().getSimpleName());
        }
    }

    /** The class alone: a message could repeat the record's content. */
    private void sayDefect(SourceRecord source, String defect) {
        repeated.news(defect, 1)
                .ifPresent(times -> EventFields.of(source, LOG.atWarn())
                        .log("A record could not be decoded: {}{}", defect, RepeatedFailures.counted(times)));
    }

    /** The one whose table the event changes: by its type, or since it is whole. Null when it is kept among the others. */
    private static @Nullable Resource resourceOf(Envelope envelope) {
        Resource resource = Resource.ofEventName(envelope.type().resource());
        if (resource == null || envelope.type().isDelete()) {
            return resource;
        }
        JsonNode deleted = envelope.data().get("deleted");
        if (deleted != null && deleted.asBoolean(false)) {
            // Neither a state nor an end: only Clerk could say what such a verb means.
            throw new NotUnderstoodException(FailureCode.SCHEMA, "the object is deleted, but its type says otherwise");
        }
        return Resource.of(envelope.type()) == resource || WholeObject.is(resource, envelope.data(), envelope.losses())
                ? resource
                : null;
    }

    private static EventTimes.Unreadable unreadable(EventType type, @Nullable Resource resource) {
        if (type.isDelete()) {
            return EventTimes.Unreadable.ABSENT;
        }
        return resource == null ? EventTimes.Unreadable.TIME_OF_EVENT : EventTimes.Unreadable.REFUSED;
    }

    private Decoded state(SourceRecord source, Envelope envelope, EntityVersion version, Resource resource) {
        Table table = Table.ofResource(resource);
        ReadObject read = ClerkObjectReader.read(resource, envelope.data(), envelope.losses());
        ClerkObjectReader.requireDecided(resource, envelope.losses());
        Row row = table.rowOf(read, leftOut, couldBeHeavy(source, envelope));
        Owners owners = Owners.inColumns(table.owners(), column -> {
            String owner = table.ownerIn(row, column);
            if (owner == null
                    ? column.required() || isNamed(envelope, column.name())
                    : !column.owner().accepts(owner)) {
                throw new NotUnderstoodException(FailureCode.SCHEMA, column.name() + " is missing or not an id");
            }
            return owner;
        });
        return new Decoded.State(
                source,
                table,
                new EntityKey(resource.eventName(), read.id()),
                version,
                owners,
                envelope.instanceId(),
                envelope.live(),
                row);
    }

    /** Whether something is there, be it nothing that can be read. */
    private static boolean isNamed(Envelope envelope, String field) {
        JsonNode value = envelope.data().get(field);
        return value == null
                ? envelope.losses().isLost(field)
                : !value.isNull() && !value.asString("-").isEmpty();
    }

    /** Only a bad id can prevent an end: invalid owners, and everything else in the stub, count as absent. */
    private Decoded end(SourceRecord source, Envelope envelope, EntityVersion version, Resource resource) {
        Table table = Table.ofResource(resource);
        ReadObject read = ClerkObjectReader.read(resource, envelope.data(), envelope.losses());
        Row row = table.rowOf(read, leftOut, false);
        Owners owners = Owners.inColumns(table.owners(), column -> {
            String owner = table.ownerIn(row, column);
            return owner != null && column.owner().accepts(owner) ? owner : null;
        });
        List<@Nullable String> kept = new ArrayList<>();
        for (Column column : table.keptByEnd()) {
            kept.add((String) table.valueOf(row, column.name()));
        }
        return new Decoded.End(
                source,
                table,
                new EntityKey(resource.eventName(), read.id()),
                version,
                owners,
                envelope.instanceId(),
                envelope.live(),
                kept);
    }

    /** Whether it is worth the time to weigh the row: what PostgreSQL prints has spaces, and numbers in plain form. */
    static boolean couldBeHeavy(SourceRecord source, Envelope envelope) {
        return 2L * source.record().value().length + envelope.losses().hiddenDigits() > Table.HEAVIEST_ROW;
    }

    private static MessageId messageIdOf(SourceRecord source) {
        byte[] header = source.header(EventHeaders.MESSAGE_ID);
        if (header == null || header.length == 0) {
            throw new NotUnderstoodException(FailureCode.HEADERS, "the record has no message id");
        }
        try {
            return new MessageId(new String(header, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException invalid) {
            throw new NotUnderstoodException(FailureCode.HEADERS, "the record's message id is not one");
        }
    }

    /**
     * A record that becomes a dead letter, with its entity and type as far as its body can be read.
     *
     * @param reason a sentence without data of the record
     */
    public Decoded.Rejected describe(SourceRecord source, FailureCode code, String reason) {
        EventIdentity identity = EventIdentity.of(source.record().value());
        return new Decoded.Rejected(source, code, reason, identity.type(), identity.entityId());
    }
}
