package dev.rollcall.model.clerk;

import dev.rollcall.model.event.Losses;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An id of which a record has a component, and which Clerk sends inside an embedded object: see {@link From}.
 *
 * @param field of the record
 * @param place of its value among the record's
 */
record EmbeddedId(String field, int place, From from) {

    /** Null when there is none. */
    @Nullable String in(ObjectNode data) {
        JsonNode id = data.path(from.embedded()).path(from.field());
        return id.isString() && !id.stringValue().isEmpty() ? id.stringValue() : null;
    }

    /** The embedded object, where it may have been lost with its id. */
    Losses.Place around() {
        return new Losses.Place(from.embedded(), null);
    }

    /** Where it stands itself. */
    Losses.Place itself() {
        return new Losses.Place(from.embedded(), from.field());
    }

    /** Whether it went with what was lost there. */
    boolean isLostAt(Losses.Place place) {
        return place.equals(around()) || place.equals(itself());
    }
}
