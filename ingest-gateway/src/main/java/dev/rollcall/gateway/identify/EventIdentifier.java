package dev.rollcall.gateway.identify;

import dev.rollcall.gateway.identify.JsonCursor.NotJsonException;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code type}, {@code data.id} and {@code data.object} in one pass over the body, wherever they stand and whatever
 * stands before them. Never fails: a body that cannot be read is still genuine, and is stored for the worker to judge.
 */
public final class EventIdentifier {

    private static final EventIdentity UNREADABLE = new EventIdentity.Stored(null, null);

    /**
     * The {@code object} of the events that carry one-time codes; no other type has it. Other types cannot be derived
     * from their object: {@code session} does not say which of a session's events it is.
     */
    private static final Map<String, String> OBJECTS_OF_ONE_TYPE =
            Map.of("email.created", "email", "sms.created", "sms_message");

    /** Longer than any type, id or object that is valid. */
    private static final int LONGEST = 256;

    private final Set<String> excludedTypes;
    private final Set<String> excludedObjects;

    public EventIdentifier(IdentifySettings settings) {
        this.excludedTypes = settings.excludedTypes();
        this.excludedObjects = OBJECTS_OF_ONE_TYPE.entrySet().stream()
                .filter(known -> excludedTypes.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Reads what the body says it is. */
    public EventIdentity identify(byte[] body) {
        try {
            return read(new JsonCursor(JsonText.utf8(body)));
        } catch (NotJsonException unreadable) {
            return UNREADABLE;
        }
    }

    private EventIdentity read(JsonCursor cursor) throws NotJsonException {
        if (!cursor.isAtObject()) {
            return UNREADABLE;
        }
        OnceOnly type = new OnceOnly();
        OnceOnly id = new OnceOnly();
        OnceOnly object = new OnceOnly();
        for (boolean inside = cursor.enter(); inside; inside = cursor.next()) {
            if (cursor.isNamed("type")) {
                type.take(cursor);
            } else if (cursor.isNamed("data") && cursor.isAtObject()) {
                readData(cursor, id, object);
            } else {
                cursor.skipValue();
            }
        }
        if (!cursor.isAtEnd()) {
            return UNREADABLE;
        }
        return identity(
                type.valid(EventType::isValid), id.valid(EntityId::isValid), object.valid(excludedObjects::contains));
    }

    private static void readData(JsonCursor cursor, OnceOnly id, OnceOnly object) throws NotJsonException {
        for (boolean inside = cursor.enter(); inside; inside = cursor.next()) {
            if (cursor.isNamed("id")) {
                id.take(cursor);
            } else if (cursor.isNamed("object")) {
                object.take(cursor);
            } else {
                cursor.skipValue();
            }
        }
    }

    private EventIdentity identity(@Nullable String type, @Nullable String id, @Nullable String excludedObject) {
        if (type != null && excludedTypes.contains(type)) {
            return new EventIdentity.Excluded(new EventType(type));
        }
        if (type == null && excludedObject != null) {
            return new EventIdentity.ExcludedByShape(excludedObject);
        }
        return new EventIdentity.Stored(
                type == null ? null : new EventType(type), id == null ? null : new EntityId(id));
    }

    /** A value that counts only when its key occurs once: with two, it is unclear which one is meant. */
    private static final class OnceOnly {

        private int occurrences;
        private @Nullable String text;

        void take(JsonCursor cursor) throws NotJsonException {
            occurrences++;
            text = cursor.string(LONGEST);
        }

        @Nullable String valid(Predicate<String> rule) {
            return occurrences == 1 && text != null && rule.test(text) ? text : null;
        }
    }
}
