package dev.rollcall.simulator.verify;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON exactly, and compares it as values: order of keys and the way a number is written do not matter. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static ObjectNode readObject(byte[] text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static boolean isEqual(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isObject() && other.isObject()) {
            return one.size() == other.size()
                    && one.properties().stream().allMatch(property -> isEqualField(property, other));
        }
        if (one.isArray() && other.isArray()) {
            return one.size() == other.size() && areEqual(one.iterator(), other.iterator());
        }
        return one.equals(other);
    }

    private static boolean isEqualField(Map.Entry<String, JsonNode> property, JsonNode other) {
        JsonNode value = other.get(property.getKey());
        return value != null && isEqual(property.getValue(), value);
    }

    private static boolean areEqual(Iterator<JsonNode> ones, Iterator<JsonNode> others) {
        while (ones.hasNext()) {
            if (!isEqual(ones.next(), others.next())) {
                return false;
            }
        }
        return true;
    }

    /** A copy without fields of this name at any depth. */
    static JsonNode without(String name, JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = object();
            node.properties().stream()
                    .filter(property -> !property.getKey().equals(name))
                    .forEach(property -> copy.set(property.getKey(), without(name, property.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = array();
            node.forEach(element -> copy.add(without(name, element)));
            return copy;
        }
        return node;
    }
}
