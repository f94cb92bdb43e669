package dev.rollcall.worker;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rule of order, written down a second time and much simpler: a fold over all events at once. */
public final class Model {

    /** One event of a history. What it changes is only its marker: a name, or a role. */
    public sealed interface Fact {

        String messageId();

        record UserState(String messageId, String id, long updatedAt, String marker) implements Fact {}

        record OrganizationState(String messageId, String id, long updatedAt, String marker) implements Fact {}

        record MembershipState(
                String messageId, String id, String organization, String user, long updatedAt, String marker)
                implements Fact {}

        /**
         * An object without a table.
         *
         * @param organization '' for none; both may be others in each state
         * @param user '' for none
         */
        record OtherState(String messageId, String id, String organization, String user, long updatedAt, String marker)
                implements Fact {}

        /** What a verb that this release does not list brings of a membership: not the whole, and not whose it is. */
        record MembershipPart(String messageId, String id, long updatedAt, String marker) implements Fact {}

        record Delete(String messageId, String resource, String id, long at) implements Fact {}

        record MembershipDelete(String messageId, String id, String organization, String user, long updatedAt, long at)
                implements Fact {}
    }

    /** A resource without a table. */
    public static final String OTHER = "passkey";

    private Model() {}

    public static Events.Event event(Fact fact) {
        return switch (fact) {
            case Fact.UserState f ->
                Events.user(f.messageId(), "updated", f.id(), f.updatedAt(), f.marker(), List.of(f.marker() + "@x.y"));
            case Fact.OrganizationState f ->
                Events.organization(f.messageId(), "updated", f.id(), f.updatedAt(), f.marker());
            case Fact.MembershipState f ->
                Events.membership(
                        f.messageId(), "updated", f.id(), f.organization(), f.user(), f.updatedAt(), f.marker());
            case Fact.OtherState f ->
                Events.event(f.messageId(), OTHER + ".touched", f.updatedAt() + 7, f.id(), """
                        {"id":"%s","user_id":"%s","organization":{"id":"%s"},"marker":"%s","updated_at":%d}
                        """.formatted(
                                f.id(), f.user(), f.organization(), f.marker(), Events.BASE + f.updatedAt()));
            case Fact.MembershipPart f ->
                Events.event(f.messageId(), "organizationMembership.touched", f.updatedAt() + 7, f.id(), """
                        {"id":"%s","marker":"%s","updated_at":%d}
                        """.formatted(
                                f.id(), f.marker(), Events.BASE + f.updatedAt()));
            case Fact.Delete f -> Events.deleted(f.messageId(), f.resource(), f.id(), f.at());
            case Fact.MembershipDelete f ->
                Events.membershipDeleted(f.messageId(), f.id(), f.organization(), f.user(), f.updatedAt(), f.at());
        };
    }

    /** Live rows as {@code id|marker}, and ended ones as {@code id|ended}, as {@link #actual} reads them. */
    public static Set<String> expected(List<? extends Fact> facts) {
        Map<String, Fact> newest = new HashMap<>();
        Map<String, Fact> newestParts = new HashMap<>();
        Map<String, String> markers = new HashMap<>();
        Set<String> ended = new HashSet<>();
        Comparator<Fact> order = Comparator.comparingLong(Model::updatedAt).thenComparing(Fact::messageId);
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.Delete f -> ended.add(f.id());
                case Fact.MembershipDelete f -> ended.add(f.id());
                case Fact.UserState f -> newest.merge(f.id(), f, (a, b) -> order.compare(a, b) >= 0 ? a : b);
                case Fact.OrganizationState f -> newest.merge(f.id(), f, (a, b) -> order.compare(a, b) >= 0 ? a : b);
                case Fact.MembershipState f -> newest.merge(f.id(), f, (a, b) -> order.compare(a, b) >= 0 ? a : b);
                case Fact.OtherState f -> newest.merge(f.id(), f, (a, b) -> order.compare(a, b) >= 0 ? a : b);
                case Fact.MembershipPart f -> newestParts.merge(f.id(), f, (a, b) -> order.compare(a, b) >= 0 ? a : b);
            }
        }
        // Whichever of its states named an owner, the newest or not.
        for (Fact fact : facts) {
            if (fact instanceof Fact.OtherState f && (ended.contains(f.organization()) || ended.contains(f.user()))) {
                ended.add(f.id());
            }
        }
        newest.forEach((id, fact) -> {
            switch (fact) {
                case Fact.UserState f -> markers.put(id, f.marker());
                case Fact.OrganizationState f -> markers.put(id, f.marker());
                case Fact.OtherState f -> markers.put(id, f.marker());
                case Fact.MembershipState f -> {
                    markers.put(id, f.marker());
                    if (ended.contains(f.organization()) || ended.contains(f.user())) {
                        ended.add(id);
                    }
                }
                case Fact.MembershipPart f -> throw new IllegalStateException("a part is no state");
                case Fact.Delete f -> throw new IllegalStateException("a delete is no state");
                case Fact.MembershipDelete f -> throw new IllegalStateException("a delete is no state");
            }
        });
        Set<String> rows = new TreeSet<>();
        ended.forEach(id -> rows.add(id + "|ended"));
        markers.forEach((id, marker) -> {
            if (!ended.contains(id)) {
                rows.add(id + "|" + marker);
            }
        });
        newestParts.forEach((id, fact) -> {
            if (!ended.contains(id) && fact instanceof Fact.MembershipPart part) {
                rows.add(id + "|" + part.marker());
            }
        });
        return rows;
    }

    private static long updatedAt(Fact fact) {
        return switch (fact) {
            case Fact.UserState f -> f.updatedAt();
            case Fact.OrganizationState f -> f.updatedAt();
            case Fact.MembershipState f -> f.updatedAt();
            case Fact.OtherState f -> f.updatedAt();
            case Fact.MembershipPart f -> f.updatedAt();
            case Fact.Delete f -> f.at();
            case Fact.MembershipDelete f -> f.updatedAt();
        };
    }

    static Set<String> actual(TestDatabase database) {
        return new TreeSet<>(database.rows("""
                        select id, case when deleted_at is null then first_name else 'ended' end from clerk.users
                        union all
                        select id, case when deleted_at is null then name else 'ended' end from clerk.organizations
                        union all
                        select id, case when deleted_at is null then role else 'ended' end from clerk.organization_memberships
                        union all
                        select id, case when deleted_at is null then data ->> 'marker' else 'ended' end from clerk.other_objects
                        """));
    }

    /** Live users' addresses follow from the accepted state. */
    static List<String> wrongAddresses(TestDatabase database) {
        return database.rows("""
                select u.id, u.first_name, count(e.id), min(e.email_address) from clerk.users u
                left join clerk.user_email_addresses e on e.user_id = u.id where u.deleted_at is null
                group by u.id having count(e.id) <> 1 or min(e.email_address) <> u.first_name || '@x.y'
                """);
    }
}
