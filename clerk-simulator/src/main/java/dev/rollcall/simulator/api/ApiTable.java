package dev.rollcall.simulator.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the API lists for the whole instance. */
enum ApiTable {
    USERS(
            "user",
            "users",
            Feature.NONE,
            true,
            "created_at updated_at email_address web3wallet first_name last_name phone_number username last_active_at last_sign_in_at",
            "user_id"),
    ORGANIZATIONS(
            "organization",
            "organizations",
            Feature.ORGANIZATIONS,
            false,
            "name created_at members_count",
            "organization_id"),
    MEMBERSHIPS(
            "organizationMembership",
            "organization_memberships",
            Feature.ORGANIZATIONS,
            false,
            "created_at email_address phone_number first_name last_name username",
            ""),
    INVITATIONS(
            "organizationInvitation",
            "organization_invitations",
            Feature.ORGANIZATIONS,
            false,
            "created_at email_address",
            ""),
    DOMAINS(
            "organizationDomain",
            "organization_domains",
            Feature.ORGANIZATIONS,
            false,
            "name created_at",
            "organization_id"),
    ROLES("role", "organization_roles", Feature.ORGANIZATIONS, false, "created_at name key", "query"),
    PERMISSIONS("permission", "organization_permissions", Feature.ORGANIZATIONS, false, "created_at name key", "query"),
    WAITLIST(
            "waitlistEntry",
            "waitlist_entries",
            Feature.WAITLIST,
            false,
            "created_at email_address invited_at",
            "query"),
    SUBSCRIPTION_ITEMS("subscriptionItem", "billing/subscription_items", Feature.BILLING, false, "", "query");

    private final String resource;
    private final String path;
    private final Feature feature;
    private final boolean bare;
    private final String orders;
    private final String idFilter;

    ApiTable(String resource, String path, Feature feature, boolean bare, String orders, String idFilter) {
        this.resource = resource;
        this.path = path;
        this.feature = feature;
        this.bare = bare;
        this.orders = orders;
        this.idFilter = idFilter;
    }

    static Optional<ApiTable> at(String path) {
        return Arrays.stream(values()).filter(table -> table.path.equals(path)).findFirst();
    }

    static List<ApiTable> all() {
        return List.of(values());
    }

    /** As in the types of webhooks. */
    String resource() {
        return resource;
    }

    String path() {
        return path;
    }

    Feature feature() {
        return feature;
    }

    /** Whether a list is an array, and not {@code {data, total_count}}. */
    boolean isBare() {
        return bare;
    }

    /** Whether the order is fixed. */
    boolean isOrdered() {
        return orders.isEmpty();
    }

    boolean hasOrder(String name) {
        return Set.of(orders.split(" ")).contains(name);
    }

    /** The parameter that asks for objects by their ids; for domains, by their organization; '' for none. */
    String idFilter() {
        return idFilter;
    }
}
