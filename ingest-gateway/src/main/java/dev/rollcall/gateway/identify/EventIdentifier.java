package dev.rollcall.gateway.identify;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds {@code type} and {@code data.id} by streaming over the body once, building nothing. Never fails: a body that cannot
 * be read is genuine all the same, and is stored for the worker to judge.
 */
public final class EventIdentifier {

    private static final int DEEPEST = 64;

    /** Also keeps names out of Jackson's shared symbol table: users choose the names inside metadata. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .disable(tools.jackson.core.TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final EventIdentity UNREADABLE = new EventIdentity.Stored(null, null);

    private final Set<String> excludedTypes;

    public EventIdentifier(IdentifySettings settings) {
        this.excludedTypes = settings.excludedTypes();
    }

    /** Reads what the body says it is. */
    public EventIdentity identify(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            return read(parser);
        } catch (JacksonException notJson) {
            return UNREADABLE;
        }
    }

    private EventIdentity read(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return UNREADABLE;
        }
        OnceOnly type = new OnceOnly();
        OnceOnly id = new OnceOnly();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type")) {
                type.take(parser, value);
            } else if (name.equals("data") && value == JsonToken.START_OBJECT) {
                readData(parser, id);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            return UNREADABLE;
        }
        return identity(type.valid(EventType::isValid), id.valid(EntityId::isValid));
    }

    private static void readData(JsonParser parser, OnceOnly id) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isId = parser.currentName().equals("id");
            JsonToken value = parser.nextToken();
            if (isId) {
                id.take(parser, value);
            } else {
                parser.skipChildren();
            }
        }
    }

    private EventIdentity identity(@Nullable String type, @Nullable String id) {
        if (type != null && excludedTypes.contains(type)) {
            return new EventIdentity.Excluded(new EventType(type));
        }
        return new EventIdentity.Stored(
                type == null ? null : new EventType(type), id == null ? null : new EntityId(id));
    }

    /** A value that counts only when its key occurs once: of two, nobody can say which one is meant. */
    private static final class OnceOnly {

        private int occurrences;
        private @Nullable String text;

        void take(JsonParser parser, JsonToken value) {
            occurrences++;
            text = value == JsonToken.VALUE_STRING ? parser.getString() : null;
            parser.skipChildren();
        }

        @Nullable String valid(Predicate<String> rule) {
            return occurrences == 1 && text != null && rule.test(text) ? text : null;
        }
    }
}
