package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One phone number of a user. Source: schema {@code PhoneNumber}; its backup codes are left out. */
public record PhoneNumber(
        String id,
        @Nullable String phoneNumber,
        @Nullable Boolean reservedForSecondFactor,
        @Nullable Boolean defaultSecondFactor,
        @Nullable Boolean reserved,
        @Nullable JsonNode verification,
        @Nullable JsonNode linkedTo,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject.Child {}
