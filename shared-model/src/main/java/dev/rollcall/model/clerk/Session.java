package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A signed-in session. Source: schema {@code Session}, {@code tasks} of the Backend API. The user that its events embed is not kept. */
public record Session(
        String id,

        @Owner(value = Resource.USER, required = true) @Nullable String userId,

        @Nullable String clientId,
        @Nullable JsonNode actor,
        @Nullable String status,
        @Nullable String lastActiveOrganizationId,
        @Nullable Instant lastActiveAt,
        @Nullable JsonNode latestActivity,
        @Nullable JsonNode tasks,
        @Nullable Instant expireAt,
        @Nullable Instant abandonAt,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
