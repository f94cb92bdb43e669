package dev.rollcall.worker.copy.decode;

import dev.rollcall.model.clerk.Depth;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.Losses;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.table.JsonWeight;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Interprets an event about an object that has no table of its own, or of which only a part came. */
final class OtherObjects {

    private static final List<String> DATA = List.of("data");

    /** The fields by which an object is ordered, found and ended: with two of one, it is unclear which counts. */
    private static final List<Losses.Place> DECIDING = Stream.concat(
                    EventTimes.FIELDS.stream().map(field -> new Losses.Place(field, null)),
                    Stream.of(
                            new Losses.Place("user_id", null),
                            new Losses.Place("public_user_data", null),
                            new Losses.Place("public_user_data", "user_id"),
                            new Losses.Place("organization_id", null),
                            new Losses.Place("organization", null),
                            new Losses.Place("organization", "id")))
            .toList();

    private OtherObjects() {}

    static Decoded decode(SourceRecord source, Envelope envelope, EntityVersion version) {
        EventType type = envelope.type();
        EntityKey key = new EntityKey(type.resource(), idOf(envelope, version.messageId()));
        Owners owners = OtherOwners.of(key.id(), envelope.data());
        if (type.isDelete()) {
            return new Decoded.End(
                    source,
                    Table.OTHER_OBJECTS,
                    key,
                    version,
                    owners,
                    envelope.instanceId(),
                    envelope.live(),
                    List.of());
        }
        if (DECIDING.stream().anyMatch(place -> envelope.losses().isTwice(place.field(), place.part()))) {
            throw new NotUnderstoodException(FailureCode.DUPLICATE_KEY, "a key that decides occurs twice");
        }
        ObjectNode data = SafeContent.of(type, envelope.data());
        boolean lossy = envelope.losses().places().stream().anyMatch(place -> SafeContent.stores(type, data, place));
        // The column adds a container around its fields.
        lossy |= Depth.prune(data, EnvelopeReader.DEEPEST - 1);
        lossy |= RecordDecoder.couldBeHeavy(source, envelope) && lighten(data);
        Row row = new Row(new @Nullable Object[] {type.value(), data.toString()}, List.of(), lossy ? DATA : List.of());
        return new Decoded.State(
                source, Table.OTHER_OBJECTS, key, version, owners, envelope.instanceId(), envelope.live(), row);
    }

    /** An object without an id cannot be updated, so its message is its identity; nor can it be ended. */
    private static String idOf(Envelope envelope, MessageId messageId) {
        JsonNode id = envelope.data().get("id");
        boolean isAbsent = id == null ? !envelope.losses().isLost("id") : id.isNull();
        if (isAbsent && !envelope.type().isDelete()) {
            return messageId.value();
        }
        if (id == null || !id.isString() || !EntityId.isValid(id.stringValue())) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "data.id is not an id");
        }
        return id.stringValue();
    }

    /**
     * Removes fields that hold objects or lists, the heaviest first, until every reader can take the rest.
     *
     * @return whether it had to
     */
    private static boolean lighten(ObjectNode data) {
        long weight = JsonWeight.of(data.toString());
        if (weight <= Table.HEAVIEST_ROW) {
            return false;
        }
        List<Map.Entry<String, Long>> heaviest = data.properties().stream()
                .filter(property -> property.getValue().isContainer())
                .map(property -> Map.entry(
                        property.getKey(), JsonWeight.of(property.getValue().toString())))
                .sorted(Comparator.comparingLong((Map.Entry<String, Long> property) -> -property.getValue())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        for (Map.Entry<String, Long> property : heaviest) {
            if (weight > Table.HEAVIEST_ROW) {
                data.remove(property.getKey());
                weight -= property.getValue();
            }
        }
        return true;
    }
}
