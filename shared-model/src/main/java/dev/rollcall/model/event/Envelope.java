package dev.rollcall.model.event;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event as Clerk sends it, its JSON read but its object not yet interpreted.
 *
 * @param type what happened to which resource
 * @param timestamp as it stands there; null when it is missing (2023)
 * @param instanceId {@code ins_…}; missing in events of 2024 and earlier
 * @param data a snapshot of the object, or the stub of a deleted one, without what no row can take
 * @param losses where something was left out of {@code data}
 */
public record Envelope(
        EventType type,
        @Nullable JsonNode timestamp,
        @Nullable String instanceId,
        ObjectNode data,
        Losses losses) {

    /**
     * Whether the timestamp is one of real deliveries: milliseconds, or RFC 3339 should Clerk change to it. The dashboard's
     * test sends and Clerk's published examples have seconds.
     */
    public boolean live() {
        Long millis = timestamp == null ? null : TextTime.millis(timestamp);
        return millis != null && EventTimes.isMillis(millis);
    }
}
