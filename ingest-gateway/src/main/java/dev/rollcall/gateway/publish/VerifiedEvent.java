package dev.rollcall.gateway.publish;

import dev.rollcall.model.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What is stored.
 *
 * @param source the name of the sender
 * @param key what shares a partition: the entity's id, or the message's
 * @param type null when the body does not tell
 * @param body the signed bytes; not copied, so nobody may change them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VerifiedEvent(
        String source,
        Attempt attempt,
        String key,
        @Nullable EventType type,
        Arrival arrival,
        byte[] body) {}
