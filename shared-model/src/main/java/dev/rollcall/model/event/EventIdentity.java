package dev.rollcall.model.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The owner and the type of an event that cannot be applied: read as far as the body is JSON, in their proper places
 * and nowhere else. What a user writes somewhere inside never counts.
 *
 * @param type the envelope's; null when it cannot be read
 * @param entityId {@code data.id}; null when it cannot be read
 */
public record EventIdentity(@Nullable String type, @Nullable String entityId) {

    private static final EventIdentity NONE = new EventIdentity(null, null);

    /** Before it a body is no JSON, and behind it mostly is. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Never throws an exception. */
    public static EventIdentity of(byte @Nullable [] body) {
        if (body == null) {
            return NONE;
        }
        Reader reader = new Reader();
        // What is not UTF-8 is replaced: neither a type nor an id has such a character.
        String text = new String(body, StandardCharsets.UTF_8);
        try (JsonParser parser = EnvelopeReader.JSON.createParser(
                ObjectReadContext.empty(), text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)) {
            reader.read(parser);
        } catch (JacksonException broken) {
            return reader.identity();
        }
        return reader.identity();
    }

    /** One value in one place; two that differ count as none. */
    private static final class Once {

        private @Nullable String value;
        private boolean seen;

        void set(@Nullable String found) {
            value = !seen || (found != null && found.equals(value)) ? found : null;
            seen = true;
        }
    }

    private static final class Reader {

        private final Once type = new Once();
        private final Once id = new Once();

        void read(JsonParser parser) {
            parser.nextToken();
            // What is no object has no name here, neither itself nor in what it holds.
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("type")) {
                    String text = text(parser, token);
                    type.set(text != null && EventType.isValid(text) ? text : null);
                } else if (name.equals("data") && token == JsonToken.START_OBJECT) {
                    readData(parser);
                    continue;
                }
                parser.skipChildren();
            }
        }

        private void readData(JsonParser parser) {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("id")) {
                    String text = text(parser, token);
                    id.set(text != null && EntityId.isValid(text) ? text : null);
                }
                parser.skipChildren();
            }
        }

        private static @Nullable String text(JsonParser parser, JsonToken token) {
            return token == JsonToken.VALUE_STRING ? parser.getString() : null;
        }

        EventIdentity identity() {
            return new EventIdentity(type.value, id.value);
        }
    }
}
