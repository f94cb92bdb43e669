package dev.rollcall.worker.decode;

import dev.rollcall.model.clerk.ClerkObject;
import dev.rollcall.model.clerk.ClerkObjectReader;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.batch.Decoded;
import dev.rollcall.worker.batch.EntityKey;
import dev.rollcall.worker.batch.EventFields;
import dev.rollcall.worker.batch.SourceRecord;
import dev.rollcall.worker.table.Row;
import dev.rollcall.worker.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Interprets one record. Never throws an exception: whatever goes wrong is the record's own {@link Decoded.Rejected}. */
public final class RecordDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDecoder.class);

    private final Set<String> leftOut;

    /** @param leftOut fields that are never stored, wherever they stand in an event */
    public RecordDecoder(Set<String> leftOut) {
        this.leftOut = Set.copyOf(leftOut);
    }

    public Decoded decode(SourceRecord source) {
        Envelope envelope = null;
        try {
            MessageId messageId = messageIdOf(source);
            envelope = EnvelopeReader.read(source.record().value());
            if (envelope.type().equals(EventType.HEARTBEAT)) {
                return new Decoded.Ignored(source);
            }
            EntityVersion version = EventTimes.versionOf(envelope, messageId, source.receivedAtMillis());
            SecretFields.remove(envelope.data(), leftOut);
            Resource resource = Resource.of(envelope.type());
            return resource != null
                    ? decode(source, envelope, version, resource)
                    : decodeOther(source, envelope, version);
        } catch (NotUnderstoodException notUnderstood) {
            return rejected(source, envelope, notUnderstood.code(), notUnderstood.reason());
        } catch (RuntimeException defect) {
            // The class alone: a message could repeat what the record holds.
            EventFields.of(source, LOG.atWarn())
                    .log("A record could not be decoded: {}", defect.getClass().getName());
            return rejected(
                    source, envelope, FailureCode.UNDECODABLE, defect.getClass().getSimpleName());
        }
    }

    private Decoded decode(SourceRecord source, Envelope envelope, EntityVersion version, Resource resource) {
        Table table = Table.ofResource(resource);
        ClerkObject object = ClerkObjectReader.read(resource, envelope.data());
        Row row = table.rowOf(object, leftOut);
        EntityKey key = new EntityKey(resource.eventName(), object.id());
        List<@Nullable String> owners = table.ownersOf(row);
        boolean end = envelope.type().isDelete();
        for (int index = 0; index < owners.size(); index++) {
            String owner = owners.get(index);
            boolean missing = owner == null && !end && table.owners().get(index).required();
            if (missing || (owner != null && !table.owners().get(index).owner().accepts(owner))) {
                throw new NotUnderstoodException(
                        FailureCode.SCHEMA, table.owners().get(index).name() + " is missing or not an id");
            }
        }
        return end
                ? new Decoded.End(source, table, key, version, owners, envelope.instanceId(), envelope.live())
                : new Decoded.State(source, table, key, version, owners, envelope.instanceId(), envelope.live(), row);
    }

    private static Decoded decodeOther(SourceRecord source, Envelope envelope, EntityVersion version) {
        EventType type = envelope.type();
        EntityKey key = new EntityKey(type.resource(), idOfOther(envelope.data(), version.messageId()));
        List<@Nullable String> owners = OtherOwners.of(key.id(), envelope.data());
        if (type.isDelete()) {
            return new Decoded.End(
                    source, Table.OTHER_OBJECTS, key, version, owners, envelope.instanceId(), envelope.live());
        }
        ObjectNode data = SafeContent.of(type, envelope.data());
        Row row = new Row(new @Nullable Object[] {type.value(), data.toString()}, List.of());
        return new Decoded.State(
                source, Table.OTHER_OBJECTS, key, version, owners, envelope.instanceId(), envelope.live(), row);
    }

    /** An object without an id cannot be updated, so its message is its identity. */
    private static String idOfOther(ObjectNode data, MessageId messageId) {
        JsonNode id = data.get("id");
        if (id == null || id.isNull()) {
            return messageId.value();
        }
        if (!id.isString() || !EntityId.isValid(id.stringValue())) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "data.id is not an id");
        }
        return id.stringValue();
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

    private static Decoded.Rejected rejected(
            SourceRecord source, @Nullable Envelope envelope, FailureCode code, String reason) {
        JsonNode id = envelope == null ? null : envelope.data().get("id");
        return new Decoded.Rejected(
                source,
                code,
                reason,
                envelope == null ? null : envelope.type().value(),
                id != null && id.isString() && EntityId.isValid(id.stringValue()) ? id.stringValue() : null);
    }

    /** Decodes a record that failed alone, only to describe it: its type and id, and the given reason. */
    public Decoded.Rejected describe(SourceRecord source, FailureCode code, String reason) {
        Envelope envelope = null;
        try {
            envelope = EnvelopeReader.read(source.record().value());
        } catch (NotUnderstoodException undescribable) {
            LOG.debug("A condemned record has no readable envelope: {}", undescribable.code());
        }
        return rejected(source, envelope, code, reason);
    }
}
