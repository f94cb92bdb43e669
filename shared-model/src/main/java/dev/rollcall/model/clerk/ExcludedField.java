package dev.rollcall.model.clerk;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Every field of a Clerk object that is left out on purpose, with the reason. All others have a home. */
public enum ExcludedField {
    USER_OBJECT(User.class, "object", "Always \"user\"; the table says it."),
    USER_MEMBERSHIPS(
            User.class,
            "organization_memberships",
            "Embedded copies, not seen live; memberships have events and a table of their own."),
    ORGANIZATION_OBJECT(Organization.class, "object", "Always \"organization\"; the table says it."),
    MEMBERSHIP_OBJECT(OrganizationMembership.class, "object", "Always \"organization_membership\"; the table says it."),
    MEMBERSHIP_ORGANIZATION(
            OrganizationMembership.class,
            "organization",
            "An embedded copy, newer than and only part of the organization's own row; its id is kept."),
    MEMBERSHIP_USER(
            OrganizationMembership.class,
            "public_user_data",
            "An embedded copy that user.updated does not refresh, personal data a second time; its user_id is kept."),
    EMAIL_ADDRESS_OBJECT(EmailAddress.class, "object", "Always \"email_address\"; the table says it."),
    PHONE_NUMBER_OBJECT(PhoneNumber.class, "object", "Always \"phone_number\"; the table says it."),
    PHONE_NUMBER_BACKUP_CODES(
            PhoneNumber.class, "backup_codes", "Secrets that let their holder sign in; no copy of them is made."),
    INVITATION_OBJECT(OrganizationInvitation.class, "object", Reason.OBJECT),
    INVITATION_URL(OrganizationInvitation.class, "url", Reason.TOKEN),
    INVITATION_INVITER(
            OrganizationInvitation.class, "public_inviter_data", "An embedded copy of a user; the user's id is kept."),
    INVITATION_ORGANIZATION(OrganizationInvitation.class, "public_organization_data", Reason.ORGANIZATION),
    DOMAIN_OBJECT(OrganizationDomain.class, "object", Reason.OBJECT),
    DOMAIN_ORGANIZATION(OrganizationDomain.class, "public_organization_data", Reason.ORGANIZATION),
    ROLE_OBJECT(Role.class, "object", Reason.OBJECT),
    ROLE_PERMISSION_OBJECT(RolePermission.class, "object", Reason.OBJECT),
    PERMISSION_OBJECT(Permission.class, "object", Reason.OBJECT),
    SESSION_OBJECT(Session.class, "object", Reason.OBJECT),
    SESSION_USER(
            Session.class, "user", "An embedded copy of the whole user, personal data a second time; its id is kept."),
    SESSION_TOKEN(Session.class, "last_active_token", "A token that lets its holder act as the user."),
    WAITLIST_ENTRY_OBJECT(WaitlistEntry.class, "object", Reason.OBJECT),
    WAITLIST_ENTRY_INVITATION_URL(WaitlistEntry.class, "invitation.url", Reason.TOKEN),
    SUBSCRIPTION_OBJECT(Subscription.class, "object", Reason.OBJECT),
    SUBSCRIPTION_PAYER(Subscription.class, "payer", Reason.PAYER),
    SUBSCRIPTION_ITEMS_PAYER(Subscription.class, "items.payer", Reason.PAYER),
    SUBSCRIPTION_ITEM_OBJECT(SubscriptionItem.class, "object", Reason.OBJECT),
    SUBSCRIPTION_ITEM_PAYER(SubscriptionItem.class, "payer", Reason.PAYER),
    PAYMENT_ATTEMPT_OBJECT(PaymentAttempt.class, "object", Reason.OBJECT),
    PAYMENT_ATTEMPT_INSTANCE(
            PaymentAttempt.class, "instance_id", "The envelope's, and that of the whole database: rollcall.instance."),
    PAYMENT_ATTEMPT_PAYER(PaymentAttempt.class, "payer", Reason.PAYER),
    PAYMENT_ATTEMPT_ITEMS_PAYER(PaymentAttempt.class, "subscription_items.payer", Reason.PAYER);

    private static final class Reason {
        static final String OBJECT = "Names the type of the object; the table says it.";
        static final String TOKEN = "Holds a token that accepts the invitation.";
        static final String ORGANIZATION = "An embedded copy of the organization; its id is kept.";
        static final String PAYER =
                "An embedded copy of a user or organization, personal data a second time; the three ids are kept.";
    }

    private final Class<?> type;
    private final String field;
    private final String reason;

    ExcludedField(Class<?> type, String field, String reason) {
        this.type = type;
        this.field = field;
        this.reason = reason;
    }

    public Class<?> type() {
        return type;
    }

    /** Its name; after a dot, a field of the object, or of each element of the array, that the first one holds. */
    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }

    static Set<String> of(Class<?> type) {
        return Arrays.stream(values())
                .filter(excluded -> excluded.type.equals(type) && excluded.field.indexOf('.') < 0)
                .map(ExcludedField::field)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What is left out of the objects in a field that is otherwise kept. */
    static Set<String> inside(Class<?> type, String field) {
        return Arrays.stream(values())
                .filter(excluded -> excluded.type.equals(type) && excluded.field.startsWith(field + "."))
                .map(excluded -> excluded.field.substring(field.length() + 1))
                .collect(Collectors.toUnmodifiableSet());
    }
}
