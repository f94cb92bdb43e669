package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.json.StoredJson;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether two pieces of JSON say the same: keys in any order, numbers as PostgreSQL or Clerk prints them. */
final class JsonValues {

    private JsonValues() {}

    static JsonNode read(String text) {
        return StoredJson.MAPPER.readTree(text);
    }

    /** Of two columns' texts. */
    static boolean same(@Nullable String one, @Nullable String other) {
        if (one == null || other == null || one.equals(other)) {
            return Objects.equals(one, other);
        }
        return same(read(one), read(other));
    }

    /** Whether two objects agree in every key that both have. */
    static boolean agree(ObjectNode one, ObjectNode other) {
        for (Map.Entry<String, JsonNode> property : one.properties()) {
            JsonNode counterpart = other.get(property.getKey());
            if (counterpart != null && !same(property.getValue(), counterpart)) {
                return false;
            }
        }
        return true;
    }

    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one instanceof ObjectNode object && other instanceof ObjectNode counterpart) {
            return object.size() == counterpart.size()
                    && object.propertyStream().allMatch(property -> {
                        JsonNode value = counterpart.get(property.getKey());
                        return value != null && same(property.getValue(), value);
                    });
        }
        if (one.isArray() && other.isArray()) {
            boolean same = one.size() == other.size();
            for (int index = 0; same && index < one.size(); index++) {
                same = same(one.get(index), other.get(index));
            }
            return same;
        }
        return one.equals(other);
    }
}
