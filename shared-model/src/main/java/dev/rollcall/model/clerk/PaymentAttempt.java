package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An attempt to charge. Source: schema {@code PaymentAttemptEventPayload} (beta). */
public record PaymentAttempt(
        String id,

        @From(embedded = "payer", field = "id") @Nullable String payerId,

        @From(embedded = "payer", field = "organization_id") @Nullable String organizationId,

        @From(embedded = "payer", field = "user_id") @Nullable String userId,

        @Nullable String paymentId,
        @Nullable String invoiceId,
        @Nullable String statementId,
        @Nullable String gatewayExternalId,
        @Nullable String status,
        @Nullable String chargeType,
        @Nullable Instant billingDate,
        @Nullable Instant paidAt,
        @Nullable Instant failedAt,
        @Nullable JsonNode failedReason,
        @Nullable JsonNode payee,
        @Nullable JsonNode totals,
        @Nullable JsonNode paymentSource,
        @Nullable JsonNode subscriptionItems,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {}
