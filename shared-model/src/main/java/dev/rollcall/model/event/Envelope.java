package dev.rollcall.model.event;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event as Clerk sends it, its JSON read but its object not yet interpreted.
 *
 * @param type what happened to which resource
 * @param eventAtMillis the envelope's {@code timestamp} in milliseconds since the epoch, 0 when it is missing (2023)
 * @param live whether the timestamp was in milliseconds, as in real deliveries; the dashboard's test sends and Clerk's
 *     published examples have seconds
 * @param instanceId {@code ins_…}; missing in events of 2024 and earlier
 * @param data a snapshot of the object, or the stub of a deleted one
 */
public record Envelope(
        EventType type,
        long eventAtMillis,
        boolean live,
        @Nullable String instanceId,
        ObjectNode data) {}
