package dev.rollcall.model.clerk;

import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.Losses;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How one object is read by its record: one pass over the fields, and what finds no component goes to {@code extra}. */
final class RecordShape {

    static final String EXTRA = "extra";

    private static final String ID = "id";

    /** Fields that decisions are based on: a value that they cannot hold is not the same as none. */
    private static final Set<String> DECIDING = Set.of("banned", "locked", "deprovisioned", "role", "key", "status");

    private static final Set<String> OWNERS = Set.of("organization_id", "user_id");

    private final Map<String, FieldShape> fields = new LinkedHashMap<>();
    private final List<EmbeddedId> embedded = new ArrayList<>();
    private final Set<String> excluded;
    private final Set<Losses.Place> decided = new HashSet<>();
    private final boolean child;
    private final int columns;
    private final int lists;
    private final int extraPlace;

    /** @param child whether the id is a value like the others; of all other objects it is read before */
    private RecordShape(Class<?> type, boolean child) {
        int columnCount = 0;
        int listCount = 0;
        for (RecordComponent component : type.getRecordComponents()) {
            if (child || !FieldName.of(component).equals(ID)) {
                boolean list = component.getType().equals(List.class);
                FieldShape field = FieldShape.of(type, component, list ? listCount++ : columnCount++);
                fields.put(field.field(), field);
                if (DECIDING.contains(field.field()) || OWNERS.contains(field.field())) {
                    decided.add(new Losses.Place(field.field(), null));
                }
                From from = component.getAnnotation(From.class);
                if (from != null) {
                    embed(new EmbeddedId(field.field(), field.place(), from));
                }
            }
        }
        this.child = child;
        columns = columnCount;
        lists = listCount;
        FieldShape extra = fields.remove(EXTRA);
        if (extra == null) {
            throw new IllegalStateException(type + " has no component extra");
        }
        extraPlace = extra.place();
        excluded = new HashSet<>(ExcludedField.of(type));
        if (!child) {
            excluded.add(ID);
        }
        EventTimes.FIELDS.forEach(field -> decided.add(new Losses.Place(field, null)));
    }

    private void embed(EmbeddedId id) {
        embedded.add(id);
        if (OWNERS.contains(id.field())) {
            decided.add(id.around());
            decided.add(id.itself());
        }
    }

    /** Of an object that has a table. */
    static RecordShape of(Class<? extends ClerkObject> type) {
        return new RecordShape(type, false);
    }

    /** Of an object that exists only inside another. */
    static RecordShape ofChild(Class<?> type) {
        return new RecordShape(type, true);
    }

    /** Whether a key that decisions are based on occurs twice. */
    boolean isUndecided(Losses losses) {
        return !Collections.disjoint(decided, losses.twice());
    }

    ReadObject read(String id, ObjectNode data, Losses losses) {
        SortedSet<String> incomplete = new TreeSet<>();
        List<List<@Nullable Object[]>> children = new ArrayList<>(Collections.nCopies(lists, List.of()));
        // The column extra adds a container around its fields.
        @Nullable Object[] values = values(data, children, incomplete, EnvelopeReader.DEEPEST - 1);
        for (Losses.Place place : losses.places()) {
            for (EmbeddedId embeddedId : embedded) {
                // It may stand in a field of its own as well.
                if (embeddedId.isLostAt(place) && values[embeddedId.place()] == null) {
                    incomplete.add(embeddedId.field());
                }
            }
            String field = concerned(place);
            if (field != null) {
                incomplete.add(field);
            }
        }
        return new ReadObject(id, values, children, incomplete);
    }

    /** The field that lacks what was lost there; null when that would not have been stored. */
    private @Nullable String concerned(Losses.Place place) {
        if (excluded.contains(place.field())) {
            return null;
        }
        FieldShape field = fields.get(place.field());
        if (field == null) {
            return EXTRA;
        }
        return field.stores(place.part()) ? place.field() : null;
    }

    /** The values of a child, {@code id} among them; see {@link #values}. */
    @Nullable Object[] readChild(ObjectNode data, Set<String> incomplete, int extraDepth) {
        return values(data, List.of(), incomplete, extraDepth);
    }

    /**
     * @param children takes the children of each list
     * @param incomplete takes the names of fields that lack something
     * @param extraDepth how many containers {@code extra} may have in each other, itself included
     */
    private @Nullable Object[] values(
            ObjectNode data, List<List<@Nullable Object[]>> children, Set<String> incomplete, int extraDepth) {
        @Nullable Object[] values = new @Nullable Object[columns];
        ObjectNode extra = null;
        for (Map.Entry<String, JsonNode> property : data.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            FieldShape field = fields.get(name);
            boolean taken;
            if (field == null) {
                taken = false;
            } else if (field.children() == null) {
                values[field.place()] = field.valueOf(value);
                taken = values[field.place()] != null;
            } else {
                List<@Nullable Object[]> read = field.children().read(value, data, incomplete, extraDepth);
                taken = read != null;
                if (read != null) {
                    children.set(field.place(), read);
                }
            }
            if (!taken && !isNothing(value, field) && !isLeftOut(name, field)) {
                if (child || (field != null && field.hasChildren())) {
                    SecretFields.removeFrom(value);
                }
                extra = extra == null ? JsonNodeFactory.instance.objectNode() : extra;
                extra.set(name, value);
                if (field != null && (field.hasChildren() || DECIDING.contains(name))) {
                    incomplete.add(name);
                }
            }
        }
        if (extra != null) {
            if (Depth.prune(extra, extraDepth)) {
                incomplete.add(EXTRA);
            }
            values[extraPlace] = FieldShape.text(extra);
        }
        for (EmbeddedId id : embedded) {
            if (values[id.place()] == null) {
                values[id.place()] = id.in(data);
            }
        }
        return values;
    }

    /** Null, or the '' that stands for null in an id. */
    private static boolean isNothing(JsonNode value, @Nullable FieldShape field) {
        return value.isNull()
                || (field != null && field.isId() && value.asString("-").isEmpty());
    }

    /** Children are accounts and second factors: their secrets are not kept under a new name either. */
    private boolean isLeftOut(String name, @Nullable FieldShape field) {
        return excluded.contains(name) || (child && field == null && SecretFields.isSecretAt(name, null));
    }

    /** Fields of this record that are not stored. */
    Set<String> excluded() {
        return excluded;
    }
}
