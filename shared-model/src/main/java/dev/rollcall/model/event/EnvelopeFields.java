package dev.rollcall.model.event;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of an envelope that matter; the parser skips all others. */
final class EnvelopeFields {

    private @Nullable JsonNode type;
    private @Nullable JsonNode object;
    private @Nullable JsonNode timestamp;
    private @Nullable JsonNode instanceId;
    private @Nullable ObjectNode data;
    private @Nullable Losses losses;
    private boolean sawData;
    private boolean twice;

    /** @param parser at the start of the envelope; afterwards at its end */
    void read(JsonParser parser, boolean escapes) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "type" -> type = scalar(parser, token, type);
                case "object" -> object = scalar(parser, token, object);
                case "timestamp" -> timestamp = scalar(parser, token, timestamp);
                case "instance_id" -> instanceId = scalar(parser, token, instanceId);
                case "data" -> data(parser, token, escapes);
                default -> parser.skipChildren();
            }
        }
    }

    private void data(JsonParser parser, JsonToken token, boolean escapes) {
        twice |= sawData;
        sawData = true;
        if (token == JsonToken.START_OBJECT) {
            DataReader reader = new DataReader(parser, escapes);
            data = reader.read();
            losses = reader.losses();
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
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= DataReader.ALWAYS_LONG) {
            return nodes.numberNode(parser.getLongValue());
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= PlainNumber.MOST_DIGITS) {
            return nodes.numberNode(parser.getBigIntegerValue());
        }
        parser.skipChildren();
        return token == JsonToken.VALUE_NULL ? nodes.nullNode() : nodes.booleanNode(false);
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

    /** Null when it is missing or not an object, as {@link #losses()} is. */
    @Nullable ObjectNode data() {
        return data;
    }

    @Nullable Losses losses() {
        return losses;
    }
}
