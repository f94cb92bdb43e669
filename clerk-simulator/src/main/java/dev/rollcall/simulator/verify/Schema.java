package dev.rollcall.simulator.verify;

import java.util.Map;

/**
 * The tables of this release, written down from Clerk's field tables and not derived from the classes that the worker
 * uses: a field that one of the two forgets shows as a difference.
 */
final class Schema {

    static final TableShape EMAIL_ADDRESSES = TableShape.of(
                    "user_email_addresses",
                    "TEXT id email_address",
                    "BOOLEAN reserved matches_sso_connection",
                    "JSON verification linked_to",
                    "TIME created_at updated_at")
            .leaving("object")
            .childBy("user_id");

    static final TableShape PHONE_NUMBERS = TableShape.of(
                    "user_phone_numbers",
                    "TEXT id phone_number",
                    "BOOLEAN reserved_for_second_factor default_second_factor reserved",
                    "JSON verification linked_to",
                    "TIME created_at updated_at")
            .leaving("object", "backup_codes")
            .childBy("user_id");

    static final TableShape EXTERNAL_ACCOUNTS = TableShape.of(
                    "user_external_accounts",
                    "TEXT id object provider identification_id provider_user_id approved_scopes email_address",
                    "TEXT first_name last_name avatar_url image_url username phone_number label",
                    "TEXT google_id given_name family_name picture",
                    "BOOLEAN email_address_verified",
                    "JSON public_metadata verification",
                    "TIME created_at updated_at")
            .childBy("user_id");

    static final TableShape USERS = TableShape.of(
                    "users",
                    "TEXT id external_id primary_email_address_id primary_phone_number_id primary_web3_wallet_id",
                    "TEXT username first_name last_name locale timezone profile_image_url image_url",
                    "BOOLEAN has_image password_enabled two_factor_enabled totp_enabled backup_code_enabled banned",
                    "BOOLEAN locked deprovisioned delete_self_enabled create_organization_enabled bypass_client_trust",
                    "BIGINT lockout_expires_in_seconds verification_attempts_remaining create_organizations_limit",
                    "JSON public_metadata -private_metadata -unsafe_metadata web3_wallets passkeys saml_accounts",
                    "JSON enterprise_accounts scim",
                    "TIME mfa_enabled_at mfa_disabled_at password_last_updated_at last_sign_in_at last_active_at",
                    "TIME legal_accepted_at created_at updated_at")
            .with("email_addresses", EMAIL_ADDRESSES)
            .with("phone_numbers", PHONE_NUMBERS)
            .with("external_accounts", EXTERNAL_ACCOUNTS)
            .leaving("object", "organization_memberships");

    static final TableShape ORGANIZATIONS = TableShape.of(
                    "organizations",
                    "TEXT id name slug image_url logo_url created_by role_set_key",
                    "BOOLEAN has_image missing_member_with_elevated_permissions admin_delete_enabled",
                    "BIGINT members_count pending_invitations_count max_allowed_memberships",
                    "JSON public_metadata -private_metadata",
                    "TIME last_active_at created_at updated_at")
            .leaving("object");

    static final TableShape MEMBERSHIPS = TableShape.of(
                    "organization_memberships",
                    "TEXT id role role_name",
                    "JSON permissions public_metadata -private_metadata",
                    "TIME created_at updated_at")
            .copying("organization_id", "organization", "id")
            .copying("user_id", "public_user_data", "user_id")
            .leaving("object", "organization", "public_user_data");

    static final TableShape INVITATIONS = TableShape.of(
                    "organization_invitations",
                    "TEXT id email_address role role_name organization_id status user_id",
                    "JSON public_metadata -private_metadata data",
                    "TIME expires_at created_at updated_at")
            .copying("inviter_id", "public_inviter_data", "user_id")
            .leaving("object", "url", "public_inviter_data", "public_organization_data");

    static final TableShape DOMAINS = TableShape.of(
                    "organization_domains",
                    "TEXT id organization_id name enrollment_mode affiliation_email_address",
                    "BIGINT total_pending_invitations total_pending_suggestions",
                    "JSON affiliation_verification ownership_verification verification",
                    "TIME created_at updated_at")
            .leaving("object", "public_organization_data");

    static final TableShape ROLE_PERMISSIONS = TableShape.of(
                    "role_permissions", "TEXT id name key description type", "TIME created_at updated_at")
            .leaving("object")
            .childBy("role_id");

    static final TableShape ROLES = TableShape.of(
                    "roles",
                    "TEXT id name key description",
                    "BOOLEAN is_creator_eligible",
                    "TIME created_at updated_at")
            .with("permissions", ROLE_PERMISSIONS)
            .leaving("object");

    static final TableShape PERMISSIONS = TableShape.of(
                    "permissions", "TEXT id name key description type", "TIME created_at updated_at")
            .leaving("object");

    static final TableShape SESSIONS = TableShape.of(
                    "sessions",
                    "TEXT id user_id client_id status last_active_organization_id",
                    "JSON actor latest_activity tasks",
                    "TIME last_active_at expire_at abandon_at created_at updated_at")
            .leaving("object", "user", "last_active_token");

    static final TableShape WAITLIST_ENTRIES = TableShape.of(
                    "waitlist_entries",
                    "TEXT id email_address status",
                    "BOOLEAN is_locked",
                    "JSON invitation",
                    "TIME created_at updated_at")
            .leaving("object", "invitation.url");

    static final TableShape SUBSCRIPTIONS = payable(TableShape.of(
                    "subscriptions",
                    "TEXT id status latest_payment_id payment_source_id",
                    "JSON items",
                    "TIME active_at canceled_at ended_at past_due_at created_at updated_at"))
            .leaving("items.payer");

    static final TableShape SUBSCRIPTION_ITEMS = payable(TableShape.of(
            "subscription_items",
            "TEXT id status interval plan_id subscription_id",
            "BOOLEAN is_free_trial",
            "JSON plan seats",
            "TIME period_start period_end created_at updated_at"));

    static final TableShape PAYMENT_ATTEMPTS = payable(TableShape.of(
                    "payment_attempts",
                    "TEXT id payment_id invoice_id statement_id gateway_external_id status charge_type",
                    "JSON failed_reason payee totals payment_source subscription_items",
                    "TIME paid_at failed_at billing_date created_at updated_at"))
            .leaving("instance_id", "subscription_items.payer");

    /** Objects of types that this release does not know, kept whole; they are in no change topic. */
    static final TableShape OTHER_OBJECTS = TableShape.of("other_objects", "JSON -data");

    /** By the resource in the event type. */
    static final Map<String, TableShape> BY_RESOURCE = Map.ofEntries(
            Map.entry("user", USERS),
            Map.entry("organization", ORGANIZATIONS),
            Map.entry("organizationMembership", MEMBERSHIPS),
            Map.entry("organizationInvitation", INVITATIONS),
            Map.entry("organizationDomain", DOMAINS),
            Map.entry("role", ROLES),
            Map.entry("permission", PERMISSIONS),
            Map.entry("session", SESSIONS),
            Map.entry("waitlistEntry", WAITLIST_ENTRIES),
            Map.entry("subscription", SUBSCRIPTIONS),
            Map.entry("subscriptionItem", SUBSCRIPTION_ITEMS),
            Map.entry("paymentAttempt", PAYMENT_ATTEMPTS));

    private Schema() {}

    /** Billing embeds who pays; of that only the ids are kept. */
    private static TableShape payable(TableShape shape) {
        return shape.copying("payer_id", "payer", "id")
                .copying("organization_id", "payer", "organization_id")
                .copying("user_id", "payer", "user_id")
                .leaving("object", "payer");
    }
}
