package dev.rollcall.model.clerk;

import dev.rollcall.model.event.EntityId;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The resources with a table of their own, in the order in which every transaction writes them: owners before what
 * belongs to them.
 */
public enum Resource {
    ORGANIZATION("organization", "organizations", "org_", Organization.class),
    USER("user", "users", "user_", User.class),
    ORGANIZATION_MEMBERSHIP(
            "organizationMembership", "organization_memberships", "orgmem_", OrganizationMembership.class);

    private static final Map<String, Resource> BY_EVENT_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Resource::eventName, Function.identity()));

    private final String eventName;
    private final String table;
    private final String idPrefix;
    private final Class<? extends ClerkObject> type;

    Resource(String eventName, String table, String idPrefix, Class<? extends ClerkObject> type) {
        this.eventName = eventName;
        this.table = table;
        this.idPrefix = idPrefix;
        this.type = type;
    }

    /** The part of an event type before the verb; case-sensitive. Null when no table exists for it. */
    public static @Nullable Resource ofEventName(String eventName) {
        return BY_EVENT_NAME.get(eventName);
    }

    public String eventName() {
        return eventName;
    }

    /** The table in schema {@code clerk}, and the last part of the change topic's name. */
    public String table() {
        return table;
    }

    public Class<? extends ClerkObject> type() {
        return type;
    }

    /** True when the id is one that Clerk could have given to an object of this resource. */
    public boolean accepts(String id) {
        return id.startsWith(idPrefix) && EntityId.isValid(id);
    }
}
