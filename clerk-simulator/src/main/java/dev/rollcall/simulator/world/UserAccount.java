package dev.rollcall.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** A user that lives now: its fields as JSON text, and what its next change needs to know. */
final class UserAccount extends Living {

    static final FieldNames NAMES = FieldNames.of(
            "id",
            "object",
            "external_id",
            "primary_email_address_id",
            "primary_phone_number_id",
            "primary_web3_wallet_id",
            "username",
            "first_name",
            "last_name",
            "locale",
            "timezone",
            "profile_image_url",
            "image_url",
            "has_image",
            "public_metadata",
            "private_metadata",
            "unsafe_metadata",
            "email_addresses",
            "phone_numbers",
            "web3_wallets",
            "passkeys",
            "password_enabled",
            "two_factor_enabled",
            "totp_enabled",
            "backup_code_enabled",
            "mfa_enabled_at",
            "mfa_disabled_at",
            "password_last_updated_at",
            "external_accounts",
            "saml_accounts",
            "enterprise_accounts",
            "organization_memberships",
            "last_sign_in_at",
            "banned",
            "locked",
            "deprovisioned",
            "lockout_expires_in_seconds",
            "verification_attempts_remaining",
            "updated_at",
            "created_at",
            "delete_self_enabled",
            "create_organization_enabled",
            "create_organizations_limit",
            "last_active_at",
            "legal_accepted_at",
            "bypass_client_trust",
            "scim",
            // of a Clerk yet to come: their home is the column extra
            "pronouns",
            "future_settings",
            "risk_score");

    final JsonFields fields = new JsonFields(NAMES);
    final String address;
    final List<MembershipSeat> seats = new ArrayList<>();

    private final List<String> emails = new ArrayList<>();
    private final List<String> emailIds = new ArrayList<>();
    private final List<String> phones = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();

    UserAccount(String id, String address, long millis) {
        super(id, millis);
        this.address = address;
    }

    boolean hasAdditionalEmail() {
        return emails.size() > 1;
    }

    boolean hasPhone() {
        return !phones.isEmpty();
    }

    boolean hasAccount() {
        return !accounts.isEmpty();
    }

    int emailCount() {
        return emails.size();
    }

    String emailId(int index) {
        return emailIds.get(index);
    }

    void addEmail(String emailId, String json) {
        emailIds.add(emailId);
        emails.add(json);
        fields.set("email_addresses", JsonText.array(emails));
    }

    void removeEmail(int index) {
        emailIds.remove(index);
        emails.remove(index);
        fields.set("email_addresses", JsonText.array(emails));
    }

    /** The same address twice in one payload is still one address. */
    void repeatEmail(int index) {
        List<String> repeated = new ArrayList<>(emails);
        repeated.add(emails.get(index));
        fields.set("email_addresses", JsonText.array(repeated));
    }

    /** The first one becomes the primary one. */
    void addPhone(String phoneId, String json) {
        if (phones.isEmpty()) {
            fields.plain("primary_phone_number_id", phoneId);
        }
        phones.add(json);
        fields.set("phone_numbers", JsonText.array(phones));
    }

    void removePhones() {
        phones.clear();
        fields.set("phone_numbers", "[]").set("primary_phone_number_id", "null");
    }

    void addAccount(String json) {
        accounts.add(json);
        fields.set("external_accounts", JsonText.array(accounts));
    }

    void removeAccount() {
        accounts.removeLast();
        fields.set("external_accounts", JsonText.array(accounts));
    }
}
