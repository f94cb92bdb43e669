package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.api.ApiQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Clerk lists for the whole instance, in the order in which it is walked: owners first. */
public enum SurveyTable {
    ORGANIZATIONS(Resource.ORGANIZATION, "organizations", true),
    USERS(Resource.USER, "users", true),
    MEMBERSHIPS(Resource.ORGANIZATION_MEMBERSHIP, "organization_memberships", true),
    ROLES(Resource.ROLE, "organization_roles", true),
    PERMISSIONS(Resource.PERMISSION, "organization_permissions", true),
    INVITATIONS(Resource.ORGANIZATION_INVITATION, "organization_invitations", false),
    DOMAINS(Resource.ORGANIZATION_DOMAIN, "organization_domains", false),
    WAITLIST(Resource.WAITLIST_ENTRY, "waitlist_entries", false);

    /** Only their rows are counted: Clerk lists sessions by user alone, and billing in a shape that no webhook has. */
    static final List<Resource> COUNTED =
            List.of(Resource.SESSION, Resource.SUBSCRIPTION, Resource.SUBSCRIPTION_ITEM, Resource.PAYMENT_ATTEMPT);

    private final Resource resource;
    private final String path;
    private final boolean always;

    SurveyTable(Resource resource, String path, boolean always) {
        this.resource = resource;
        this.path = path;
        this.always = always;
    }

    public static Optional<SurveyTable> labelled(String label) {
        return Arrays.stream(values())
                .filter(table -> table.label().equals(label))
                .findFirst();
    }

    static Optional<SurveyTable> of(Resource resource) {
        return Arrays.stream(values())
                .filter(table -> table.resource == resource)
                .findFirst();
    }

    public static String labels() {
        return Arrays.stream(values()).map(SurveyTable::label).collect(Collectors.joining(", "));
    }

    public Resource resource() {
        return resource;
    }

    public Table table() {
        return Table.ofResource(resource);
    }

    /** As in metrics, tables and reports. */
    public String label() {
        return resource.table();
    }

    /** Whether it is surveyed unasked; the others only where they have rows. */
    boolean isAlwaysSurveyed() {
        return always;
    }

    ApiQuery list() {
        return ApiQuery.of(path);
    }

    /** Whether Clerk's list knows a cursor. */
    boolean hasCursor() {
        return this == USERS;
    }
}
