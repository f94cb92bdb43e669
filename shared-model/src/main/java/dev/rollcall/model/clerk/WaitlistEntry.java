package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An entry of the waiting list. Source: schema {@code WaitlistEntry}; its invitation is kept without the token that accepts it. */
public record WaitlistEntry(
        String id,
        @Nullable String emailAddress,
        @Nullable String status,
        @Nullable Boolean isLocked,
        @Nullable JsonNode invitation,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
