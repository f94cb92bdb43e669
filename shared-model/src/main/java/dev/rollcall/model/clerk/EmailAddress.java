package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One e-mail address of a user. Source: schema {@code EmailAddress}. Array order is not the order of priority. */
public record EmailAddress(
        String id,
        @Nullable String emailAddress,
        @Nullable Boolean reserved,
        @Nullable JsonNode verification,
        @Nullable JsonNode linkedTo,
        @Nullable Boolean matchesSsoConnection,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject.Child {}
