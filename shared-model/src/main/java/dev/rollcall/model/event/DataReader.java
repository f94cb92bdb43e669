package dev.rollcall.model.event;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an event's {@code data} while the parser goes over it. What a row or a change event cannot take is left out, and
 * nothing more: a key with its value, or an element, which becomes null so that the others keep their places. Which of
 * it is stored at all is not known here, since {@code type} mostly stands behind {@code data}: {@link Losses} says where.
 */
final class DataReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Predicate<String> storable;
    private final Losses losses = new Losses();
    private String field = "";
    private @Nullable String part;

    /** An event's object as far as a row can take it, and where something was left out. */
    record Data(ObjectNode object, Losses losses) {}

    private DataReader(JsonParser parser, Predicate<String> storable) {
        this.parser = parser;
        this.storable = storable;
    }

    /**
     * @param parser at the start of the object; afterwards at its end
     * @param storable whether PostgreSQL can hold the text
     */
    static Data read(JsonParser parser, Predicate<String> storable) {
        DataReader reader = new DataReader(parser, storable);
        return new Data(reader.object(1, 0), reader.losses);
    }

    /**
     * @param depth containers around what is inside, this one included
     * @param keys how many keys lead here from {@code data}
     */
    private ObjectNode object(int depth, int keys) {
        ObjectNode object = NODES.objectNode();
        Set<String> gone = Set.of();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (keys == 0) {
                field = name;
            } else if (keys == 1) {
                part = name;
            }
            JsonNode value = value(parser.nextToken(), depth, keys + 1);
            boolean taken = value != null && storable.test(name);
            // What is not taken stands there, too, until it is removed: so the same question finds the one before.
            boolean again = gone.contains(name) || object.replace(name, value) != null;
            if (again || !taken) {
                gone = gone.isEmpty() ? new HashSet<>() : gone;
                gone.add(name);
                object.remove(name);
                lose(again);
            }
        }
        if (keys == 1) {
            part = null;
        }
        return object;
    }

    private ArrayNode array(int depth, int keys) {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            JsonNode element = value(token, depth, keys);
            if (element == null) {
                lose(false);
                array.addNull();
            } else {
                array.add(element);
            }
        }
        return array;
    }

    private void lose(boolean twice) {
        if (twice) {
            losses.loseTwice(field, part);
        } else {
            losses.lose(field, part);
        }
    }

    /** Null when it cannot be taken. */
    private @Nullable JsonNode value(JsonToken token, int depth, int keys) {
        return switch (token) {
            case START_OBJECT -> depth < EnvelopeReader.DEEPEST ? object(depth + 1, keys) : skipped();
            case START_ARRAY -> depth < EnvelopeReader.DEEPEST ? array(depth + 1, keys) : skipped();
            case VALUE_STRING -> text(parser.getString());
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + token);
        };
    }

    private @Nullable JsonNode skipped() {
        parser.skipChildren();
        return null;
    }

    private @Nullable JsonNode text(String text) {
        return storable.test(text) ? NODES.stringNode(text) : null;
    }

    /** The whole number at which the parser stands; null when it has too many digits. */
    static @Nullable JsonNode whole(JsonParser parser) {
        boolean negative = parser.getStringCharacters()[parser.getStringOffset()] == '-';
        if (parser.getStringLength() - (negative ? 1 : 0) > PlainNumber.MOST_DIGITS) {
            return null;
        }
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private @Nullable JsonNode decimal() {
        String text = parser.getString();
        long digits = PlainNumber.digits(text);
        // As written it has a sign, a point and an exponent besides.
        if (digits > PlainNumber.MOST_DIGITS || text.length() > PlainNumber.MOST_DIGITS + 16) {
            return null;
        }
        losses.hide(Math.max(0, digits - text.length()));
        return NODES.numberNode(parser.getDecimalValue());
    }
}
