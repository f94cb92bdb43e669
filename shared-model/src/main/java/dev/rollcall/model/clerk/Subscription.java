package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A subscription. Source: schema {@code SubscriptionEventPayload} (beta). Its items stay with it as JSON. */
public record Subscription(
        String id,

        @From(embedded = "payer", field = "id") @Nullable String payerId,

        @From(embedded = "payer", field = "organization_id") @Nullable String organizationId,

        @From(embedded = "payer", field = "user_id") @Nullable String userId,

        @Nullable String status,
        @Nullable Instant activeAt,
        @Nullable Instant canceledAt,
        @Nullable Instant endedAt,
        @Nullable Instant pastDueAt,
        @Nullable String latestPaymentId,
        @Nullable String paymentSourceId,
        @Nullable JsonNode items,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
