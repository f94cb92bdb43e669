package dev.rollcall.simulator.verify;

import dev.rollcall.simulator.verify.Column.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which field of an object goes to which column of which table, written down from Clerk's field tables and not derived
 * from the classes that the worker uses: a field that one of the two forgets shows as a difference.
 *
 * @param table in schema {@code clerk}
 * @param columns one for each field that has a home of its own
 * @param copied columns that are filled from an embedded object: column to object and field
 * @param children child tables by the field that holds them
 * @param left fields that are stored nowhere, on purpose
 */
record TableShape(
        String table,
        List<Column> columns,
        Map<String, Path> copied,
        Map<String, TableShape> children,
        Set<String> left) {

    static final TableShape EMAIL_ADDRESSES = child(
            "user_email_addresses",
            columns(
                    "TEXT id email_address",
                    "BOOLEAN reserved matches_sso_connection",
                    "JSON verification linked_to",
                    "TIME created_at updated_at"),
            Set.of("object"));

    static final TableShape PHONE_NUMBERS = child(
            "user_phone_numbers",
            columns(
                    "TEXT id phone_number",
                    "BOOLEAN reserved_for_second_factor default_second_factor reserved",
                    "JSON verification linked_to",
                    "TIME created_at updated_at"),
            Set.of("object", "backup_codes"));

    static final TableShape EXTERNAL_ACCOUNTS = child(
            "user_external_accounts",
            columns(
                    "TEXT id object provider identification_id provider_user_id approved_scopes email_address",
                    "TEXT first_name last_name avatar_url image_url username phone_number label",
                    "TEXT google_id given_name family_name picture",
                    "BOOLEAN email_address_verified",
                    "JSON public_metadata verification",
                    "TIME created_at updated_at"),
            Set.of());

    static final TableShape USERS = new TableShape(
            "users",
            columns(
                    "TEXT id external_id primary_email_address_id primary_phone_number_id primary_web3_wallet_id",
                    "TEXT username first_name last_name locale timezone profile_image_url image_url",
                    "BOOLEAN has_image password_enabled two_factor_enabled totp_enabled backup_code_enabled banned",
                    "BOOLEAN locked deprovisioned delete_self_enabled create_organization_enabled bypass_client_trust",
                    "BIGINT lockout_expires_in_seconds verification_attempts_remaining create_organizations_limit",
                    "JSON public_metadata -private_metadata -unsafe_metadata web3_wallets passkeys saml_accounts",
                    "JSON enterprise_accounts scim",
                    "TIME mfa_enabled_at mfa_disabled_at password_last_updated_at last_sign_in_at last_active_at",
                    "TIME legal_accepted_at created_at updated_at"),
            Map.of(),
            Map.of(
                    "email_addresses",
                    EMAIL_ADDRESSES,
                    "phone_numbers",
                    PHONE_NUMBERS,
                    "external_accounts",
                    EXTERNAL_ACCOUNTS),
            Set.of("object", "organization_memberships"));

    static final TableShape ORGANIZATIONS = new TableShape(
            "organizations",
            columns(
                    "TEXT id name slug image_url logo_url created_by role_set_key",
                    "BOOLEAN has_image missing_member_with_elevated_permissions admin_delete_enabled",
                    "BIGINT members_count pending_invitations_count max_allowed_memberships",
                    "JSON public_metadata -private_metadata",
                    "TIME last_active_at created_at updated_at"),
            Map.of(),
            Map.of(),
            Set.of("object"));

    static final TableShape MEMBERSHIPS = new TableShape(
            "organization_memberships",
            columns(
                    "TEXT id role role_name",
                    "JSON permissions public_metadata -private_metadata",
                    "TIME created_at updated_at"),
            Map.of(
                    "organization_id", new Path("organization", "id"),
                    "user_id", new Path("public_user_data", "user_id")),
            Map.of(),
            Set.of("object", "organization", "public_user_data"));

    /** Whatever has no table of its own in this release, kept whole; it is in no change topic. */
    static final TableShape OTHER_OBJECTS = child("other_objects", columns("JSON -data"), Set.of());

    /** The tables of this release, by the resource in the event type. */
    static final Map<String, TableShape> BY_RESOURCE = Map.of(
            "user", USERS,
            "organization", ORGANIZATIONS,
            "organizationMembership", MEMBERSHIPS);

    /** The column for everything without a column. */
    static final String EXTRA = "extra";

    TableShape {
        columns = List.copyOf(columns);
        copied = Map.copyOf(copied);
        children = Map.copyOf(children);
        left = Set.copyOf(left);
    }

    String qualifiedName() {
        return "clerk." + table;
    }

    /** A field of an embedded object. */
    record Path(String object, String field) {}

    private static TableShape child(String table, List<Column> columns, Set<String> left) {
        return new TableShape(table, columns, Map.of(), Map.of(), left);
    }

    /** A kind and its columns on each line; a minus keeps one out of the feed. */
    private static List<Column> columns(String... lines) {
        List<Column> columns = new ArrayList<>();
        for (String line : lines) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            Kind kind = Kind.valueOf(words.getFirst());
            for (String name : words.subList(1, words.size())) {
                boolean inFeed = !name.startsWith("-");
                columns.add(new Column(inFeed ? name : name.substring(1), kind, inFeed));
            }
        }
        return columns;
    }
}
