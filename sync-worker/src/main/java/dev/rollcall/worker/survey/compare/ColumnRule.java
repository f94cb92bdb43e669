package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.Resource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every column that is not simply compared, with the reason and its source. {@code reference} is
 * {@code reference/clerk-backend-api.md} by section; "inferred" says that no document does.
 */
enum ColumnRule {
    ORGANIZATION_MEMBERS(Resource.ORGANIZATION, "members_count", ColumnKind.VOLATILE, Reason.COUNT, "reference 4"),
    ORGANIZATION_INVITATIONS(
            Resource.ORGANIZATION, "pending_invitations_count", ColumnKind.VOLATILE, Reason.COUNT, "reference 4"),
    ORGANIZATION_MISSING(
            Resource.ORGANIZATION,
            "missing_member_with_elevated_permissions",
            ColumnKind.VOLATILE,
            "Comes only when it is asked for, and follows from the members.",
            "reference 3, 4"),
    ORGANIZATION_ACTIVE(
            Resource.ORGANIZATION, "last_active_at", ColumnKind.ACTIVITY, Reason.ACTIVITY, "completeness 1"),
    ORGANIZATION_UPDATED(Resource.ORGANIZATION, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    USER_LOCKOUT(
            Resource.USER,
            "lockout_expires_in_seconds",
            ColumnKind.VOLATILE,
            "Counts down with every second.",
            "reference 4"),
    USER_ATTEMPTS(
            Resource.USER,
            "verification_attempts_remaining",
            ColumnKind.VOLATILE,
            "Falls and is filled up again without a write of the user.",
            "reference 4"),
    USER_SIGN_IN(Resource.USER, "last_sign_in_at", ColumnKind.ACTIVITY, Reason.ACTIVITY, "reference 4.1"),
    USER_ACTIVE(Resource.USER, "last_active_at", ColumnKind.ACTIVITY, Reason.ACTIVITY, "reference 4"),
    USER_UPDATED(Resource.USER, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "reference 4.1"),
    MEMBERSHIP_PRIVATE(
            Resource.ORGANIZATION_MEMBERSHIP,
            "private_metadata",
            ColumnKind.API_ONLY,
            "Absent in live webhooks; what a survey wrote the next webhook would take away.",
            "reference 4"),
    MEMBERSHIP_PERMISSIONS(
            Resource.ORGANIZATION_MEMBERSHIP, "permissions", ColumnKind.VOLATILE, Reason.OF_THE_ROLE, "inferred"),
    MEMBERSHIP_ROLE_NAME(
            Resource.ORGANIZATION_MEMBERSHIP, "role_name", ColumnKind.VOLATILE, Reason.OF_THE_ROLE, "inferred"),
    MEMBERSHIP_UPDATED(
            Resource.ORGANIZATION_MEMBERSHIP, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    INVITATION_USER(
            Resource.ORGANIZATION_INVITATION,
            "user_id",
            ColumnKind.WEBHOOK_ONLY,
            "Only the webhook of an accepted invitation says who accepted.",
            "reference 4"),
    INVITATION_DATA(
            Resource.ORGANIZATION_INVITATION,
            "data",
            ColumnKind.WEBHOOK_ONLY,
            "Only the webhook of an accepted invitation has it.",
            "reference 4"),
    INVITATION_ROLE_NAME(
            Resource.ORGANIZATION_INVITATION, "role_name", ColumnKind.VOLATILE, Reason.OF_THE_ROLE, "inferred"),
    INVITATION_UPDATED(
            Resource.ORGANIZATION_INVITATION, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    DOMAIN_INVITATIONS(
            Resource.ORGANIZATION_DOMAIN,
            "total_pending_invitations",
            ColumnKind.VOLATILE,
            Reason.COUNT,
            "completeness 1"),
    DOMAIN_SUGGESTIONS(
            Resource.ORGANIZATION_DOMAIN,
            "total_pending_suggestions",
            ColumnKind.VOLATILE,
            Reason.COUNT,
            "completeness 1"),
    DOMAIN_UPDATED(Resource.ORGANIZATION_DOMAIN, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    ROLE_UPDATED(Resource.ROLE, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    PERMISSION_UPDATED(Resource.PERMISSION, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    SESSION_TASKS(
            Resource.SESSION,
            "tasks",
            ColumnKind.API_ONLY,
            "No webhook has it; what a survey wrote the next webhook would take away.",
            "reference 4"),
    SESSION_ACTIVE(Resource.SESSION, "last_active_at", ColumnKind.ACTIVITY, Reason.ACTIVITY, "completeness 1"),
    SESSION_UPDATED(Resource.SESSION, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1"),
    WAITLIST_UPDATED(Resource.WAITLIST_ENTRY, "updated_at", ColumnKind.ACTIVITY, Reason.UPDATED, "completeness 1");

    private static final class Reason {
        static final String COUNT = "Counted when it is asked for, without a write of the object.";
        static final String ACTIVITY = "Moves with use, without an event.";
        static final String UPDATED = "Moves at a sign-in, too; alone it says that nothing else changed.";
        static final String OF_THE_ROLE = "A copy of the role's as of some moment; the role's own row is the truth.";
    }

    private static final Map<Resource, Map<String, ColumnKind>> KINDS = new EnumMap<>(Resource.class);

    static {
        for (ColumnRule rule : values()) {
            KINDS.computeIfAbsent(rule.resource, first -> new HashMap<>()).put(rule.column, rule.kind);
        }
    }

    private final Resource resource;
    private final String column;
    private final ColumnKind kind;
    private final String reason;
    private final String source;

    ColumnRule(Resource resource, String column, ColumnKind kind, String reason, String source) {
        this.resource = resource;
        this.column = column;
        this.kind = kind;
        this.reason = reason;
        this.source = source;
    }

    /** What kind a column of an object is; those of its children are all compared. */
    public static ColumnKind kindOf(Resource resource, String column) {
        return KINDS.getOrDefault(resource, Map.of()).getOrDefault(column, ColumnKind.COMPARED);
    }

    static List<String> columnsOf(Resource resource, ColumnKind kind) {
        return Arrays.stream(values())
                .filter(rule -> rule.resource == resource && rule.kind == kind)
                .map(rule -> rule.column)
                .toList();
    }

    public Resource resource() {
        return resource;
    }

    public String column() {
        return column;
    }

    public String reason() {
        return reason;
    }

    public String source() {
        return source;
    }
}
