package dev.rollcall.gateway.identify;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import org.jspecify.annotations.Nullable;

/** What a verified body says it is. Hints for routing only: the worker reads the body again, strictly. */
public sealed interface EventIdentity {

    /** Null when the body is not readable JSON, or names no type or several. */
    @Nullable EventType type();

    /**
     * To be stored.
     *
     * @param type null when the body is not readable JSON, or names no type or several
     * @param entity {@code data.id}, under which events of one entity share a partition; null when there is none
     */
    record Stored(@Nullable EventType type, @Nullable EntityId entity) implements EventIdentity {}

    /** Of a type that is excluded by configuration: counted, and not stored. */
    record Excluded(EventType type) implements EventIdentity {}

    /**
     * Without a type that can be read, and with the object of one that is excluded by configuration: counted, and not stored.
     *
     * @param object {@code data.object}
     */
    record ExcludedByShape(String object) implements EventIdentity {

        @Override
        public @Nullable EventType type() {
            return null;
        }
    }
}
