package dev.rollcall.model.clerk;

import dev.rollcall.model.event.Losses;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what the record of a resource declares from the {@code data} of an event, or from an object of the Backend API. */
public final class ClerkObjectReader {

    private static final Map<Resource, RecordShape> SHAPES = new EnumMap<>(Resource.class);

    static {
        for (Resource resource : Resource.values()) {
            SHAPES.put(resource, RecordShape.of(resource.type()));
        }
    }

    private ClerkObjectReader() {}

    /** An object of which nothing was lost before; see {@link #read(Resource, ObjectNode, Losses)}. */
    public static ReadObject read(Resource resource, ObjectNode data) {
        return read(resource, data, new Losses());
    }

    /**
     * @param losses what was left out of {@code data} while it was read
     * @throws NotUnderstoodException with {@link FailureCode#SCHEMA} when the id is missing or not one of this resource
     */
    public static ReadObject read(Resource resource, ObjectNode data, Losses losses) {
        String id = requireId(resource, data);
        return shapeOf(resource).read(id, data, losses);
    }

    /**
     * For a state: when a key that decides about rights, owners or order occurs twice, it is unclear which one counts.
     *
     * @throws NotUnderstoodException with {@link FailureCode#DUPLICATE_KEY} when one does
     */
    public static void requireDecided(Resource resource, Losses losses) {
        if (shapeOf(resource).isUndecided(losses)) {
            throw new NotUnderstoodException(FailureCode.DUPLICATE_KEY, "a key that decides occurs twice");
        }
    }

    private static RecordShape shapeOf(Resource resource) {
        return Objects.requireNonNull(SHAPES.get(resource));
    }

    /** The id of a state or of a deleted stub; see {@link #read} for what is thrown. */
    public static String requireId(Resource resource, ObjectNode data) {
        JsonNode id = data.get("id");
        if (id == null || !id.isString() || !resource.accepts(id.stringValue())) {
            throw new NotUnderstoodException(
                    FailureCode.SCHEMA, "data.id is missing or not the id of a " + resource.eventName());
        }
        return id.stringValue();
    }
}
