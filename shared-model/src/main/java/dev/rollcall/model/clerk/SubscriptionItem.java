package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An item of a subscription. Source: schema {@code BillingSubscriptionItemEventPayload} (beta). */
public record SubscriptionItem(
        String id,
        @Nullable String subscriptionId,

        @From(embedded = "payer", field = "id") @Nullable String payerId,

        @From(embedded = "payer", field = "organization_id") @Nullable String organizationId,

        @From(embedded = "payer", field = "user_id") @Nullable String userId,

        @Nullable String status,
        @Nullable Boolean isFreeTrial,
        @Nullable String planId,
        @Nullable JsonNode plan,
        @Nullable String interval,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        @Nullable JsonNode seats,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
