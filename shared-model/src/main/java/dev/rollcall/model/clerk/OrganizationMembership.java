package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user in an organization. Source: schema {@code OrganizationMembership}. Removing and adding a user again makes a
 * new membership with a new id. {@code permissions} is a snapshot of the moment, not the truth (that is the role's).
 */
public record OrganizationMembership(
        String id,

        @Owner(value = Resource.ORGANIZATION, required = true) @From(embedded = "organization", field = "id") @Nullable String organizationId,

        @Owner(value = Resource.USER, required = true) @From(embedded = "public_user_data", field = "user_id") @Nullable String userId,

        @Nullable String role,
        @Nullable String roleName,
        @Nullable JsonNode permissions,
        @Nullable JsonNode publicMetadata,
        @Nullable JsonNode privateMetadata,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
