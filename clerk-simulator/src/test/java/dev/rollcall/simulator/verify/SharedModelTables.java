package dev.rollcall.simulator.verify;

import dev.rollcall.model.clerk.ClerkObjectReader;
import dev.rollcall.model.clerk.FieldName;
import dev.rollcall.model.clerk.ReadObject;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.clerk.WholeObject;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.simulator.delivery.Delivery;
import dev.rollcall.simulator.delivery.DeliveryOrder;
import dev.rollcall.simulator.world.World;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A worker in fifty lines over the shared model, in memory: reads every delivery from its bytes, one at a time. It
 * stands in for the real one, and checks the oracle against an implementation that knows nothing of the world.
 */
final class SharedModelTables implements Tables {

    private static final long RECEIVED_AT = 1_763_700_000_000L;

    final Map<String, Map<String, Entry>> entries = new HashMap<>();
    final Map<String, Set<String>> deadLetters = new HashMap<>();

    static SharedModelTables after(World world) {
        SharedModelTables tables = new SharedModelTables();
        DeliveryOrder.of(world).forEachRemaining(delivery -> {
            if (delivery.forgery() == null) {
                tables.receive(delivery);
            }
        });
        return tables;
    }

    private void receive(Delivery delivery) {
        String messageId = delivery.event().messageId();
        try {
            Envelope envelope = EnvelopeReader.read(delivery.event().body());
            boolean end = envelope.type().isDelete();
            EntityVersion version = EventTimes.versionOf(
                    envelope,
                    new MessageId(messageId),
                    RECEIVED_AT,
                    end ? EventTimes.Unreadable.ABSENT : EventTimes.Unreadable.REFUSED);
            if (!end
                    && Resource.ofEventName(envelope.type().resource()) != null
                    && envelope.data().path("deleted").asBoolean(false)) {
                throw new NotUnderstoodException(FailureCode.SCHEMA, "deleted, under another verb");
            }
            String resource = envelope.type().resource();
            Resource table = tableOf(envelope);
            String id = table == null
                    ? envelope.data().path("id").asString()
                    : ClerkObjectReader.requireId(table, envelope.data());
            Object content = table == null
                    ? envelope.data()
                    : contentOf(table.type(), ClerkObjectReader.read(table, envelope.data(), envelope.losses()));
            if (table != null && !end) {
                ClerkObjectReader.requireDecided(table, envelope.losses());
            }
            Entry entry = of(resource).computeIfAbsent(id, unknown -> new Entry());
            if (envelope.type().isDelete()) {
                entry.ended = true;
            } else if (entry.version == null || version.isNewerThan(entry.version)) {
                entry.version = version;
                entry.content = content;
                entry.table = table;
            }
        } catch (NotUnderstoodException refused) {
            deadLetters.put(messageId, Set.of(refused.code().label()));
        }
    }

    /** By its verb, or since the object is whole. */
    private static @Nullable Resource tableOf(Envelope envelope) {
        Resource named = Resource.ofEventName(envelope.type().resource());
        boolean known = envelope.type().isDelete() || Resource.of(envelope.type()) == named;
        return named == null || known || WholeObject.is(named, envelope.data(), envelope.losses()) ? named : null;
    }

    Map<String, Entry> of(String resource) {
        return entries.computeIfAbsent(resource, unknown -> new HashMap<>());
    }

    boolean hasEnded(Entry entry) {
        return entry.ended || hasEndedOwner(entry);
    }

    private boolean hasEndedOwner(Entry entry) {
        if (entry.content instanceof JsonNode other) {
            return hasEnded("organization", other.path("organization_id").asString(null));
        }
        if (entry.table == null || !(entry.content instanceof Row row)) {
            return false;
        }
        return switch (entry.table) {
            case ORGANIZATION_MEMBERSHIP ->
                hasEnded("organization", row.get("organization_id")) || hasEnded("user", row.get("user_id"));
            case ORGANIZATION_INVITATION, ORGANIZATION_DOMAIN -> hasEnded("organization", row.get("organization_id"));
            case SESSION -> hasEnded("user", row.get("user_id"));
            default -> false;
        };
    }

    private boolean hasEnded(String resource, @Nullable Object id) {
        Entry owner = id instanceof String text ? of(resource).get(text) : null;
        return owner != null && owner.ended;
    }

    @Override
    public Map<String, Row> rows(TableShape shape, Collection<String> ids) {
        String resource = resourceOf(shape);
        Map<String, Row> rows = new HashMap<>();
        of(resource).forEach((id, entry) -> {
            if (ids.contains(id)) {
                rows.put(id, entry.content instanceof Row content ? rowOf(entry, content) : ended());
            }
        });
        return rows;
    }

    @Override
    public Map<String, Row> otherObjects(String resource, Collection<String> ids) {
        Map<String, Row> rows = new HashMap<>();
        of(resource).forEach((id, entry) -> {
            if (ids.contains(id) && !Schema.BY_RESOURCE.containsKey(resource)) {
                Map<String, Object> values = versionOf(entry);
                if (entry.content instanceof JsonNode data) {
                    values.put("data", Json.without("url", data));
                }
                rows.put(id, Row.of(values));
            }
        });
        return rows;
    }

    @Override
    public Map<String, Set<String>> deadLetters(Collection<String> messageIds) {
        Map<String, Set<String>> found = new HashMap<>(deadLetters);
        found.keySet().retainAll(messageIds);
        return found;
    }

    /** What a correct worker would have announced, in one announcement a row. */
    Map<String, FeedFold> feeds() {
        Map<String, FeedFold> folds = new HashMap<>();
        Schema.BY_RESOURCE.forEach((resource, shape) -> {
            FeedFold fold = new FeedFold();
            folds.put(resource, fold);
            rows(shape, of(resource).keySet())
                    .forEach((id, row) -> fold.accept(new FeedRecord(
                            "clerk.changes." + shape.table(),
                            id,
                            row.isLive() ? FeedRow.expected(shape, row).toString() : null,
                            id + "@1",
                            1L)));
        });
        return folds;
    }

    private Row rowOf(Entry entry, Row content) {
        Map<String, Object> values = versionOf(entry);
        values.putAll(content.values());
        return new Row(values, content.children());
    }

    private Map<String, Object> versionOf(Entry entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (hasEnded(entry)) {
            values.put(Row.DELETED_AT, Instant.EPOCH);
        }
        EntityVersion version = entry.version;
        if (version != null) {
            values.put(Row.UPDATED_AT_MILLIS, version.updatedAtMillis());
            values.put(Row.EVENT_AT_MILLIS, version.eventAtMillis());
            values.put(Row.MESSAGE_ID, version.messageId().value());
        }
        return values;
    }

    private static Row ended() {
        return Row.of(new LinkedHashMap<>(Map.of(Row.DELETED_AT, Instant.EPOCH)));
    }

    private static Row contentOf(Class<?> type, ReadObject read) {
        List<@Nullable Object> own = new ArrayList<>(Arrays.asList(read.values()));
        Map<String, Object> values = new LinkedHashMap<>(Map.of("id", read.id()));
        Map<String, Map<String, Row>> children = new LinkedHashMap<>();
        Iterator<List<@Nullable Object[]>> lists = read.children().iterator();
        for (RecordComponent component : type.getRecordComponents()) {
            String field = FieldName.of(component);
            if (component.getType().equals(List.class)) {
                Class<?> child =
                        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                Map<String, Row> rows = new LinkedHashMap<>();
                for (@Nullable Object[] element : lists.next()) {
                    Map<String, Object> ofChild = new LinkedHashMap<>();
                    List<@Nullable Object> elements = new ArrayList<>(Arrays.asList(element));
                    for (RecordComponent column : child.getRecordComponents()) {
                        put(ofChild, column, elements.removeFirst());
                    }
                    rows.put(String.valueOf(ofChild.get("id")), Row.of(ofChild));
                }
                children.put(field, rows);
            } else if (!field.equals("id")) {
                put(values, component, own.removeFirst());
            }
        }
        return new Row(values, children);
    }

    private static void put(Map<String, Object> values, RecordComponent component, @Nullable Object value) {
        if (value != null) {
            Object typed = value;
            if (value instanceof Long millis && component.getType().equals(Instant.class)) {
                typed = Instant.ofEpochMilli(millis);
            } else if (value instanceof String json && JsonNode.class.isAssignableFrom(component.getType())) {
                typed = Json.read(json);
            }
            values.put(FieldName.of(component), typed);
        }
    }

    private static String resourceOf(TableShape shape) {
        return Schema.BY_RESOURCE.entrySet().stream()
                .filter(entry -> entry.getValue().equals(shape))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** One object as events left it. */
    static final class Entry {
        boolean ended;

        @Nullable EntityVersion version;

        /** A row of {@link #table}, or the object itself where it has none. */
        @Nullable Object content;

        @Nullable Resource table;
    }
}
