package dev.rollcall.model.event;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The fields of an envelope that matter; the parser skips all others. */
final class EnvelopeFields {

    private @Nullable JsonNode type;
    private @Nullable JsonNode object;
    private @Nullable JsonNode timestamp;
    private @Nullable JsonNode instanceId;
    private DataReader.@Nullable Data data;
    private boolean sawData;
    private boolean twice;

    /**
     * @param parser at the start of the envelope; afterwards at its end
     * @param storable whether PostgreSQL can hold the text
     */
    void read(JsonParser parser, Predicate<String> storable) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "type" -> type = scalar(parser, token, type);
                case "object" -> object = scalar(parser, token, object);
                case "timestamp" -> timestamp = scalar(parser, token, timestamp);
                case "instance_id" -> instanceId = scalar(parser, token, instanceId);
                case "data" -> data(parser, token, storable);
                default -> parser.skipChildren();
            }
        }
    }

    private void data(JsonParser parser, JsonToken token, Predicate<String> storable) {
        twice |= sawData;
        sawData = true;
        if (token == JsonToken.START_OBJECT) {
            data = DataReader.read(parser, storable);
        } else {
            parser.skipChildren();
        }
    }

    /** An object, a list and a number that is not whole are of no use here: false stands for each. */
    private JsonNode scalar(JsonParser parser, JsonToken token, @Nullable JsonNode before) {
        twice |= before != null;
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (token == JsonToken.VALUE_STRING) {
            return nodes.stringNode(parser.getString());
        }
        if (token == JsonToken.VALUE_NULL) {
            return nodes.nullNode();
        }
        JsonNode whole = token == JsonToken.VALUE_NUMBER_INT ? DataReader.whole(parser) : null;
        parser.skipChildren();
        return whole == null ? nodes.booleanNode(false) : whole;
    }

    @Nullable JsonNode type() {
        return type;
    }

    @Nullable JsonNode object() {
        return object;
    }

    @Nullable JsonNode timestamp() {
        return timestamp;
    }

    @Nullable JsonNode instanceId() {
        return instanceId;
    }

    /** Whether one of them occurs twice, so that it is unclear which counts. */
    boolean isTwice() {
        return twice;
    }

    /** Null when it is missing or not an object. */
    DataReader.@Nullable Data data() {
        return data;
    }
}
