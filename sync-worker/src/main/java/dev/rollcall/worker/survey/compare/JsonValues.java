package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.json.StoredJson;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether two pieces of JSON say the same: keys in any order, numbers as PostgreSQL or Clerk prints them. */
final class JsonValues {

    private static final String ERASED = "(erased)";

    private JsonValues() {}

    static JsonNode read(String text) {
        return StoredJson.MAPPER.readTree(text);
    }

    /**
     * Of two columns' texts.
     *
     * @param blanked see {@link #same(JsonNode, JsonNode, boolean)}
     */
    static boolean same(@Nullable String said, @Nullable String stored, boolean blanked) {
        if (said == null || stored == null || said.equals(stored)) {
            return Objects.equals(said, stored);
        }
        return same(read(said), read(stored), blanked);
    }

    /** Whether two objects agree in every key that both have. */
    static boolean agree(ObjectNode said, ObjectNode stored, boolean blanked) {
        for (Map.Entry<String, JsonNode> property : said.properties()) {
            JsonNode counterpart = stored.get(property.getKey());
            if (counterpart != null && !same(property.getValue(), counterpart, blanked)) {
                return false;
            }
        }
        return true;
    }

    static boolean same(JsonNode one, JsonNode other) {
        return same(one, other, false);
    }

    /**
     * Whether they say the same.
     *
     * @param blanked whether what an erasure blanked in the stored one says nothing: null, and fields named {@value #ERASED}
     */
    static boolean same(JsonNode said, JsonNode stored, boolean blanked) {
        if (blanked && stored.isNull()) {
            return true;
        }
        if (said.isNumber() && stored.isNumber()) {
            return said.decimalValue().compareTo(stored.decimalValue()) == 0;
        }
        if (said instanceof ObjectNode object && stored instanceof ObjectNode counterpart) {
            if (blanked && counterpart.has(ERASED)) {
                return isPart(counterpart, object);
            }
            return object.size() == counterpart.size()
                    && object.propertyStream().allMatch(property -> {
                        JsonNode value = counterpart.get(property.getKey());
                        return value != null && same(property.getValue(), value, blanked);
                    });
        }
        if (said.isArray() && stored.isArray()) {
            boolean same = said.size() == stored.size();
            for (int index = 0; same && index < said.size(); index++) {
                same = same(said.get(index), stored.get(index), blanked);
            }
            return same;
        }
        return said.equals(stored);
    }

    /** Of several fields that are named so one stays. */
    private static boolean isPart(ObjectNode stored, ObjectNode said) {
        return stored.size() <= said.size()
                && stored.propertyStream()
                        .filter(property -> !property.getKey().equals(ERASED))
                        .allMatch(property -> {
                            JsonNode value = said.get(property.getKey());
                            return value != null && same(value, property.getValue(), true);
                        });
    }
}
