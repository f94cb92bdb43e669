package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An invitation into an organization. Source: schema {@code OrganizationInvitation}, and {@code user_id} and {@code data}
 * of {@code OrganizationInvitationAcceptedPayload}. Its {@code url} holds a token that accepts it and is never stored.
 */
public record OrganizationInvitation(
        String id,

        @Owner(Resource.ORGANIZATION) @Nullable String organizationId,

        @Nullable String emailAddress,
        @Nullable String role,
        @Nullable String roleName,

        @From(embedded = "public_inviter_data", field = "user_id") @Nullable String inviterId,

        @Nullable String userId,
        @Nullable String status,
        @Nullable JsonNode publicMetadata,
        @Nullable JsonNode privateMetadata,
        @Nullable JsonNode data,
        @Nullable Instant expiresAt,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
