package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One permission of a role. Source: schema {@code Permission}, as {@code Role} embeds it. */
public record RolePermission(
        String id,
        @Nullable String name,
        @Nullable String key,
        @Nullable String description,
        @Nullable String type,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject.Child {}
