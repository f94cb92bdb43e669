package dev.rollcall.worker.survey.api;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of a list.
 *
 * @param objects as Clerk has them, in its order
 * @param total {@code total_count}, where the list says one: it moves, and may be counted apart from the page
 */
public record ApiPage(List<ObjectNode> objects, OptionalLong total) {

    public ApiPage {
        objects = List.copyOf(objects);
    }

    /** An array or an envelope: told by the JSON, since Clerk announces that lists will change from one to the other. */
    static ApiPage of(ApiQuery query, JsonNode body) throws ApiException {
        JsonNode list = body.isArray() ? body : body.get("data");
        if (list == null || !list.isArray()) {
            throw malformed(query, "neither an array nor an envelope");
        }
        List<ObjectNode> objects = new ArrayList<>(list.size());
        for (JsonNode element : list) {
            if (!(element instanceof ObjectNode object) || !object.path("id").isString()) {
                throw malformed(query, "an element that is not an object with an id");
            }
            objects.add(object);
        }
        JsonNode total = body.get("total_count");
        return new ApiPage(
                objects,
                total != null && total.isIntegralNumber() ? OptionalLong.of(total.longValue()) : OptionalLong.empty());
    }

    private static ApiException malformed(ApiQuery query, String why) {
        return new ApiException(ApiException.Kind.MALFORMED, query.label() + ": " + why);
    }

    public static String idOf(ObjectNode object) {
        return object.path("id").asString("");
    }
}
