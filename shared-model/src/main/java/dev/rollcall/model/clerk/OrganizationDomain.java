package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An e-mail domain of an organization. Source: schema {@code OrganizationDomain}. */
public record OrganizationDomain(
        String id,

        @Owner(value = Resource.ORGANIZATION, required = true) @Nullable String organizationId,

        @Nullable String name,
        @Nullable String enrollmentMode,
        @Nullable String affiliationEmailAddress,
        @Nullable JsonNode affiliationVerification,
        @Nullable JsonNode ownershipVerification,
        @Nullable JsonNode verification,
        @Nullable Long totalPendingInvitations,
        @Nullable Long totalPendingSuggestions,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
