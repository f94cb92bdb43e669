package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tenant. Source: schema {@code Organization}; {@code logo_url} is deprecated and live only. The counts come with
 * some events and not with others, so null means that the latest event did not say.
 */
public record Organization(
        String id,
        @Nullable String name,
        @Nullable String slug,
        @Nullable String imageUrl,
        @Nullable String logoUrl,
        @Nullable Boolean hasImage,
        @Nullable Long membersCount,
        @Nullable Boolean missingMemberWithElevatedPermissions,
        @Nullable Long pendingInvitationsCount,
        @Nullable Long maxAllowedMemberships,
        @Nullable Boolean adminDeleteEnabled,
        @Nullable JsonNode publicMetadata,
        @Nullable JsonNode privateMetadata,
        @Nullable String createdBy,
        @Nullable Instant lastActiveAt,
        @Nullable String roleSetKey,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
