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
            PhoneNumber.class, "backup_codes", "Secrets that let their holder sign in; no copy of them is made.");

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

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }

    static Set<String> of(Class<?> type) {
        return Arrays.stream(values())
                .filter(excluded -> excluded.type.equals(type))
                .map(ExcludedField::field)
                .collect(Collectors.toUnmodifiableSet());
    }
}
