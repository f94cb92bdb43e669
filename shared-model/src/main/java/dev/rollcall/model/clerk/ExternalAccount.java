package dev.rollcall.model.clerk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One account of a user at another provider. Source: schema {@code ExternalAccountWithVerification}, and the fields
 * that live {@code google_account} objects add to it.
 */
public record ExternalAccount(
        String id,
        @Nullable String object,
        @Nullable String provider,
        @Nullable String identificationId,
        @Nullable String providerUserId,
        @Nullable String approvedScopes,
        @Nullable String emailAddress,
        @Nullable Boolean emailAddressVerified,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String avatarUrl,
        @Nullable String imageUrl,
        @Nullable String username,
        @Nullable String phoneNumber,
        @Nullable JsonNode publicMetadata,
        @Nullable String label,
        @Nullable String googleId,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String picture,
        @Nullable JsonNode verification,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject.Child {}
