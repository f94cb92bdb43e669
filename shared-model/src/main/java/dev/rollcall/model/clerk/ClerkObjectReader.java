package dev.rollcall.model.clerk;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills the record of a resource from the {@code data} of an event, or from an object of the Backend API. */
public final class ClerkObjectReader {

    private static final Map<Resource, RecordShape<? extends ClerkObject>> SHAPES = new EnumMap<>(Resource.class);

    static {
        for (Resource resource : Resource.values()) {
            SHAPES.put(resource, RecordShape.of(resource.type()));
        }
    }

    private ClerkObjectReader() {}

    /**
     * @throws NotUnderstoodException with {@link FailureCode#SCHEMA} when the id is missing or not one of this
     *     resource, with {@link FailureCode#LIMITS} when it has more children than a row can carry
     */
    public static ClerkObject read(Resource resource, ObjectNode data) {
        requireId(resource, data);
        RecordShape<? extends ClerkObject> shape = SHAPES.get(resource);
        if (shape == null) {
            throw new IllegalStateException("no record for " + resource);
        }
        return shape.read(data);
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
