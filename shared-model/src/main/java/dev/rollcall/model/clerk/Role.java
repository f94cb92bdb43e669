package dev.rollcall.model.clerk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A role, shared by all organizations of the instance. Source: schema {@code Role}; it embeds its permissions. */
public record Role(
        String id,
        @Nullable String name,
        @Nullable String key,
        @Nullable String description,
        @Nullable Boolean isCreatorEligible,
        List<RolePermission> permissions,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {

    public Role {
        permissions = List.copyOf(permissions);
    }
}
