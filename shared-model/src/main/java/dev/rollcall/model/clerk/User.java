package dev.rollcall.model.clerk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person. Source: schema {@code User} of Clerk's webhook specification 2025-04-15; {@code timezone} is in
 * {@code @clerk/backend} 3.25.0 only.
 */
public record User(
        String id,
        @Nullable String externalId,
        @Nullable String primaryEmailAddressId,
        @Nullable String primaryPhoneNumberId,
        @Nullable String primaryWeb3WalletId,
        @Nullable String username,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String locale,
        @Nullable String timezone,
        @Nullable String profileImageUrl,
        @Nullable String imageUrl,
        @Nullable Boolean hasImage,
        @Nullable JsonNode publicMetadata,
        @Nullable JsonNode privateMetadata,
        @Nullable JsonNode unsafeMetadata,
        List<EmailAddress> emailAddresses,
        List<PhoneNumber> phoneNumbers,
        @Nullable JsonNode web3Wallets,
        @Nullable JsonNode passkeys,
        @Nullable Boolean passwordEnabled,
        @Nullable Boolean twoFactorEnabled,
        @Nullable Boolean totpEnabled,
        @Nullable Boolean backupCodeEnabled,
        @Nullable Instant mfaEnabledAt,
        @Nullable Instant mfaDisabledAt,
        @Nullable Instant passwordLastUpdatedAt,
        List<ExternalAccount> externalAccounts,
        @Nullable JsonNode samlAccounts,
        @Nullable JsonNode enterpriseAccounts,
        @Nullable Instant lastSignInAt,
        @Nullable Boolean banned,
        @Nullable Boolean locked,
        @Nullable Boolean deprovisioned,
        @Nullable Long lockoutExpiresInSeconds,
        @Nullable Long verificationAttemptsRemaining,
        @Nullable Boolean deleteSelfEnabled,
        @Nullable Boolean createOrganizationEnabled,
        @Nullable Long createOrganizationsLimit,
        @Nullable Instant lastActiveAt,
        @Nullable Instant legalAcceptedAt,
        @Nullable Boolean bypassClientTrust,
        @Nullable JsonNode scim,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable ObjectNode extra)
        implements ClerkObject {

    public User {
        emailAddresses = List.copyOf(emailAddresses);
        phoneNumbers = List.copyOf(phoneNumbers);
        externalAccounts = List.copyOf(externalAccounts);
    }
}
