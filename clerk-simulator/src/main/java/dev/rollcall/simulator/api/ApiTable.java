package dev.rollcall.simulator.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the API lists for the whole instance. */
enum ApiTable {
    USERS(
            "user",
            "users",
            Feature.NONE,
            true,
            "created_at updated_at email_address web3wallet first_name last_name phone_number username last_active_at last_sign_in_at",
            "user_id=id external_id=external_id username=username banned=banned"),
    ORGANIZATIONS(
            "organization",
            "organizations",
            Feature.ORGANIZATIONS,
            false,
            "name created_at members_count",
            "organization_id=id"),
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
            "status=status"),
    DOMAINS(
            "organizationDomain",
            "organization_domains",
            Feature.ORGANIZATIONS,
            false,
            "name created_at",
            "organization_id=organization_id enrollment_mode=enrollment_mode domains=name"),
    ROLES("role", "organization_roles", Feature.ORGANIZATIONS, false, "created_at name key", ""),
    PERMISSIONS("permission", "organization_permissions", Feature.ORGANIZATIONS, false, "created_at name key", ""),
    WAITLIST(
            "waitlistEntry",
            "waitlist_entries",
            Feature.WAITLIST,
            false,
            "created_at email_address invited_at",
            "status=status"),
    SUBSCRIPTION_ITEMS("subscriptionItem", "billing/subscription_items", Feature.BILLING, false, "", "status=status");

    private final String resource;
    private final String path;
    private final Feature feature;
    private final boolean bare;
    private final String orders;
    private final String filters;

    ApiTable(String resource, String path, Feature feature, boolean bare, String orders, String filters) {
        this.resource = resource;
        this.path = path;
        this.feature = feature;
        this.bare = bare;
        this.orders = orders;
        this.filters = filters;
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

    /** Parameters that ask for values, with the field that each looks at. */
    Map<String, String> filters() {
        return Arrays.stream(filters.split(" ", -1))
                .filter(filter -> !filter.isEmpty())
                .map(filter -> filter.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(filter -> filter[0], filter -> filter[1]));
    }
}
