package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A permission, shared by all organizations of the instance. Source: schema {@code Permission}. */
public record Permission(
        String id,
        @Nullable String name,
        @Nullable String key,
        @Nullable String description,
        @Nullable String type,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
