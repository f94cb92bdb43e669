package dev.rollcall.simulator.world;

import dev.rollcall.model.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/** What one event must do to the tables: known from the history that made it, not read from its body. */
public sealed interface Meaning {

    /**
     * A state of an object: it counts if its version is the greatest and nothing ended the object.
     *
     * @param kept an event that says what a row can take of it; null when it can take all
     */
    record State(
            Entity entity,
            Version version,
            Owners owners,
            @Nullable String kept) implements Meaning {

        public State(Entity entity, Version version, Owners owners) {
            this(entity, version, owners, null);
        }
    }

    /** The end of an object, and of what belongs to it. */
    record End(Entity entity, Owners owners) implements Meaning {}

    /** Nothing but a dead letter with this code. */
    record DeadLetter(FailureCode code) implements Meaning {}

    /** Nothing at all: it was never signed by Clerk. */
    record Nothing() implements Meaning {}

    /**
     * @param resource the event type's resource, such as {@code organizationMembership}
     * @param id Clerk's id
     */
    record Entity(String resource, String id) {}

    /** Whose end ends the object too; null where there is none. */
    record Owners(@Nullable String organizationId, @Nullable String userId) {

        public static final Owners NONE = new Owners(null, null);
    }
}
