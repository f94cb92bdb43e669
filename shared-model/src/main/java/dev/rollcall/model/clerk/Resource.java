package dev.rollcall.model.clerk;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
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
    ORGANIZATION("organization", "organizations", Organization.class, "org_", Verbs.WRITES),
    USER("user", "users", User.class, "user_", Verbs.WRITES),
    ORGANIZATION_MEMBERSHIP(
            "organizationMembership",
            "organization_memberships",
            OrganizationMembership.class,
            "orgmem_",
            Verbs.WRITES),
    ORGANIZATION_INVITATION(
            "organizationInvitation", "organization_invitations", OrganizationInvitation.class, "", Verbs.INVITATIONS),
    ORGANIZATION_DOMAIN("organizationDomain", "organization_domains", OrganizationDomain.class, "", Verbs.WRITES),
    ROLE("role", "roles", Role.class, "", Verbs.WRITES),
    PERMISSION("permission", "permissions", Permission.class, "", Verbs.WRITES),
    SESSION("session", "sessions", Session.class, "", Verbs.SESSIONS),
    WAITLIST_ENTRY("waitlistEntry", "waitlist_entries", WaitlistEntry.class, "", Verbs.WRITES),
    SUBSCRIPTION("subscription", "subscriptions", Subscription.class, "", Verbs.BILLING),
    SUBSCRIPTION_ITEM("subscriptionItem", "subscription_items", SubscriptionItem.class, "", Verbs.BILLING),
    PAYMENT_ATTEMPT("paymentAttempt", "payment_attempts", PaymentAttempt.class, "", Verbs.WRITES);

    private static final Map<String, Resource> BY_EVENT_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Resource::eventName, Function.identity()));

    private final String eventName;
    private final String table;
    private final Class<? extends ClerkObject> type;
    private final String idPrefix;
    private final Verbs verbs;

    /** The verbs that Clerk's specification lists: each comes with the whole object, or with the stub of a deleted one. */
    private enum Verbs {
        WRITES,
        INVITATIONS,
        SESSIONS,
        BILLING;

        boolean list(String verb) {
            return switch (verb) {
                case "created", "updated", "deleted" -> true;
                case "accepted", "revoked" -> this == INVITATIONS || (this == SESSIONS && verb.equals("revoked"));
                case "pending", "removed" -> this == SESSIONS;
                case "ended" -> this == SESSIONS || this == BILLING;
                case "active", "canceled", "upcoming", "abandoned", "incomplete", "pastDue", "freeTrialEnding" ->
                    this == BILLING;
                default -> false;
            };
        }
    }

    /** @param idPrefix '' where Clerk's own examples differ in it */
    Resource(String eventName, String table, Class<? extends ClerkObject> type, String idPrefix, Verbs verbs) {
        this.eventName = eventName;
        this.table = table;
        this.type = type;
        this.idPrefix = idPrefix;
        this.verbs = verbs;
    }

    /**
     * The resource whose table an event of this type changes, whatever it brings; null when there is none in this
     * release. Under another verb only a whole object does: {@link WholeObject}.
     */
    public static @Nullable Resource of(EventType event) {
        Resource resource = ofEventName(event.resource());
        return resource != null && resource.verbs.list(event.verb()) ? resource : null;
    }

    /** By {@link #eventName()}; null when there is none in this release. */
    public static @Nullable Resource ofEventName(String eventName) {
        return BY_EVENT_NAME.get(eventName);
    }

    /** The part of an event type before the verb; case-sensitive. */
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
