package dev.rollcall.simulator.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.simulator.verify.Oracle.Fate;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.Forgeries;
import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A correct pipeline has no differences, and every single thing that is wrong is reported where it is wrong. */
class ComparisonTest {

    private static final WorldSettings WORLD = WorldSettings.of(9, 2_500).withFaults(Fault.parse("all"));

    /** Clerk announces no end of these, and they have no owner whose end would be theirs. */
    private static final Set<String> NEVER_ENDING = Set.of(
            "clerk.waitlist_entries", "clerk.subscriptions", "clerk.subscription_items", "clerk.payment_attempts");

    private final Oracle oracle = Oracle.of(World.of(WORLD), Set.of());
    private final SharedModelTables correct = SharedModelTables.after(World.of(WORLD));
    private final Map<String, FeedFold> feeds = correct.feeds();
    private final String liveUser = find("user", Fate.LIVE);
    private final String endedUser = find("user", Fate.ENDED);

    @Test
    void aCorrectPipelineHasNoDifferences() {
        VerificationReport report = compare(correct);
        assertThat(report.tableDifferences()).isEmpty();
        assertThat(report.feedDifferences()).isEmpty();
        assertThat(report.deadLetterDifferences()).isEmpty();
        assertThat(report.isEqual()).isTrue();
        assertThat(report.drift()).isEmpty();
        assertThat(report.driftingRows()).isZero();
        assertThat(report.liveRows()).isGreaterThan(100);
        assertThat(report.unknown()).isZero();
        assertThat(report.deadLettersExpected()).isPositive().isEqualTo(report.deadLettersFound());
        Set<String> tables = new HashSet<>(Set.of("clerk.other_objects"));
        Schema.BY_RESOURCE.values().forEach(shape -> tables.add(shape.qualifiedName()));
        assertThat(report.tables().keySet()).isEqualTo(tables);
        assertThat(report.tables()).allSatisfy((table, count) -> {
            assertThat(count.live()).isPositive();
            assertThat(count.ended() == 0).isEqualTo(NEVER_ENDING.contains(table));
        });
    }

    @Test
    void otherSeedsAreEqualToo() {
        for (long seed = 100; seed < 110; seed++) {
            WorldSettings settings = WorldSettings.of(seed, 800).withFaults(Fault.parse("all"));
            SharedModelTables tables = SharedModelTables.after(World.of(settings));
            VerificationReport report =
                    Comparison.of(Oracle.of(World.of(settings), Set.of()), tables, tables.feeds(), () -> Duration.ZERO);
            assertThat(report.tableDifferences()).as("seed %s", seed).isEmpty();
            assertThat(report.differences()).as("seed %s", seed).isZero();
        }
    }

    @Test
    void reportsAnotherValueByColumn() {
        assertThat(tableDifference("clerk.users", liveUser, row -> with(row, "first_name", "somebody else")))
                .satisfies(found -> {
                    assertThat(found.what()).isEqualTo("first_name");
                    assertThat(found.actual()).isEqualTo("somebody else");
                });
        assertThat(tableDifference("clerk.users", liveUser, row -> with(row, "created_at", Instant.EPOCH))
                        .what())
                .isEqualTo("created_at");
        assertThat(tableDifference("clerk.users", liveUser, row -> with(row, "extra", json("{\"lost\":1}")))
                        .what())
                .isEqualTo("extra");
        assertThat(tableDifference("clerk.users", liveUser, row -> with(row, Row.MESSAGE_ID, "msg_older"))
                        .what())
                .isEqualTo(Row.MESSAGE_ID);
    }

    @Test
    void reportsALostValue() {
        assertThat(tableDifference("clerk.users", liveUser, row -> without(row, "created_at")))
                .satisfies(found -> {
                    assertThat(found.what()).isEqualTo("created_at");
                    assertThat(found.actual()).isNull();
                });
    }

    @Test
    void reportsALostRow() {
        assertThat(tableDifference("clerk.users", liveUser, row -> null)).satisfies(found -> {
            assertThat(found.expected()).isEqualTo("live");
            assertThat(found.actual()).isNull();
        });
    }

    @Test
    void reportsARowThatCameBack() {
        assertThat(tableDifference("clerk.users", endedUser, row -> without(row, Row.DELETED_AT)))
                .satisfies(found -> {
                    assertThat(found.expected()).isEqualTo("ended");
                    assertThat(found.actual()).isEqualTo("live");
                });
    }

    @Test
    void reportsARowThatEndedAlone() {
        assertThat(tableDifference("clerk.users", liveUser, row -> with(row, Row.DELETED_AT, Instant.EPOCH)))
                .satisfies(found -> {
                    assertThat(found.expected()).isEqualTo("live");
                    assertThat(found.actual()).isEqualTo("ended");
                });
    }

    @Test
    void countsARowThatDriftedByHow() {
        assertDrift(Drift.MISSING, liveUser, row -> null);
        assertDrift(Drift.STALE, liveUser, row -> with(row, Row.UPDATED_AT_MILLIS, 1L));
        assertDrift(Drift.AHEAD, liveUser, row -> with(row, Row.UPDATED_AT_MILLIS, Long.MAX_VALUE));
        assertDrift(Drift.DIFFERENT, liveUser, row -> with(row, "first_name", "somebody else"));
        assertDrift(Drift.DIFFERENT, liveUser, row -> with(with(row, "first_name", "somebody"), "last_name", "else"));
        assertDrift(Drift.ENDED_BUT_ALIVE, liveUser, row -> with(row, Row.DELETED_AT, Instant.EPOCH));
        assertDrift(Drift.EXTRA, endedUser, row -> without(row, Row.DELETED_AT));
        assertDrift(Drift.MISSING, find("machine", Fate.LIVE), row -> null);
    }

    private void assertDrift(Drift kind, String id, UnaryOperator<@Nullable Row> change) {
        VerificationReport report = compare(new ChangedRow(correct, id, change));
        assertThat(report.drift()).isEqualTo(Map.of(kind, 1L));
        assertThat(report.driftingRows()).isEqualTo(1);
    }

    @Test
    void reportsALostAndAnInventedChild() {
        String user = correct.rows(Schema.USERS, correct.of("user").keySet()).entrySet().stream()
                .filter(entry -> entry.getValue().isLive())
                .filter(entry -> !children(entry.getValue(), "email_addresses").isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow();
        Difference lost = tableDifference("clerk.user_email_addresses", user, row -> {
            Map<String, Row> fewer = new LinkedHashMap<>(children(row, "email_addresses"));
            fewer.remove(fewer.keySet().iterator().next());
            return withChildren(row, "email_addresses", fewer);
        });
        assertThat(lost.id()).startsWith(user + "/idn_");
        assertThat(lost.actual()).isNull();
        Difference invented = tableDifference("clerk.user_email_addresses", user, row -> {
            Map<String, Row> more = new LinkedHashMap<>(children(row, "email_addresses"));
            more.put("idn_new", Row.of(Map.of("id", "idn_new")));
            return withChildren(row, "email_addresses", more);
        });
        assertThat(invented.id()).isEqualTo(user + "/idn_new");
        assertThat(invented.expected()).isNull();
    }

    @Test
    void reportsALostAndAnInventedPermissionOfARole() {
        String role = correct.rows(Schema.ROLES, correct.of("role").keySet()).entrySet().stream()
                .filter(entry -> entry.getValue().isLive())
                .filter(entry -> !children(entry.getValue(), "permissions").isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow();
        Difference lost = tableDifference("clerk.role_permissions", role, row -> {
            Map<String, Row> fewer = new LinkedHashMap<>(children(row, "permissions"));
            fewer.remove(fewer.keySet().iterator().next());
            return withChildren(row, "permissions", fewer);
        });
        assertThat(lost.id()).startsWith(role + "/perm_");
        assertThat(lost.actual()).isNull();
        Difference invented = tableDifference("clerk.role_permissions", role, row -> {
            Map<String, Row> more = new LinkedHashMap<>(children(row, "permissions"));
            more.put("perm_removed", Row.of(Map.of("id", "perm_removed")));
            return withChildren(row, "permissions", more);
        });
        assertThat(invented.id()).isEqualTo(role + "/perm_removed");
        assertThat(invented.expected()).isNull();
    }

    @Test
    void reportsARolesPermissionsThatWereNotAnnounced() {
        FeedFold roles = new FeedFold();
        correct.rows(Schema.ROLES, correct.of("role").keySet()).forEach((id, row) -> {
            Row without = withChildren(row, "permissions", Map.of());
            String value = FeedRow.expected(Schema.ROLES, without).toString();
            roles.accept(new FeedRecord("clerk.changes.roles", id, row.isLive() ? value : null, id, 1L));
        });
        feeds.put("role", roles);
        assertThat(compare(correct).feedDifferences())
                .isNotEmpty()
                .allMatch(found -> found.where().equals("clerk.changes.roles")
                        && found.what().equals("permissions"));
    }

    @Test
    void reportsAnAcceptTokenThatWasStored() {
        Difference inInvitation =
                tableDifference("clerk.organization_invitations", find("organizationInvitation", Fate.LIVE), row -> {
                    ObjectNode extra = ((ObjectNode) row.values().getOrDefault("extra", json("{}"))).deepCopy();
                    return with(row, "extra", extra.put("url", "https://token"));
                });
        assertThat(inInvitation.what()).isEqualTo("extra");
        String invited = correct
                .rows(Schema.WAITLIST_ENTRIES, correct.of("waitlistEntry").keySet())
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().get("invitation") != null)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow();
        Difference inWaitlist = tableDifference("clerk.waitlist_entries", invited, row -> {
            ObjectNode invitation = ((ObjectNode) row.values().getOrDefault("invitation", json("{}"))).deepCopy();
            return with(row, "invitation", invitation.put("url", "https://token"));
        });
        assertThat(inWaitlist.what()).isEqualTo("invitation");
        Difference inUnknown = tableDifference("clerk.other_objects", find("machine", Fate.LIVE), row -> {
            ObjectNode data = ((ObjectNode) row.values().getOrDefault("data", json("{}"))).deepCopy();
            return with(row, "data", data.put("url", "https://token"));
        });
        assertThat(inUnknown.what()).isEqualTo("data");
    }

    @Test
    void reportsAMissedCascade() {
        for (String resource :
                List.of("organizationMembership", "organizationInvitation", "organizationDomain", "session")) {
            String orphan = oracle.standings().entrySet().stream()
                    .filter(entry -> entry.getKey().resource().equals(resource))
                    .filter(entry -> !entry.getValue().hasEnded())
                    .filter(entry -> oracle.fate(entry.getValue()) == Fate.ENDED)
                    .map(entry -> entry.getKey().id())
                    .findFirst()
                    .orElseThrow();
            TableShape shape = requireNonNull(Schema.BY_RESOURCE.get(resource));
            assertThat(tableDifference(shape.qualifiedName(), orphan, row -> without(row, Row.DELETED_AT)))
                    .satisfies(found -> {
                        assertThat(found.expected()).isEqualTo("ended");
                        assertThat(found.actual()).isEqualTo("live");
                    });
        }
    }

    @Test
    void reportsAMissedCascadeInTheFeed() {
        String orphan = find("organizationInvitation", Fate.ENDED);
        FeedFold invitations = new FeedFold();
        correct.rows(Schema.INVITATIONS, correct.of("organizationInvitation").keySet())
                .forEach((id, row) -> {
                    boolean announcedLive = row.isLive() || id.equals(orphan);
                    String value = FeedRow.expected(Schema.INVITATIONS, row).toString();
                    invitations.accept(new FeedRecord(
                            "clerk.changes.organization_invitations", id, announcedLive ? value : null, id, 1L));
                });
        feeds.put("organizationInvitation", invitations);
        assertThat(compare(correct).feedDifferences())
                .extracting(Difference::id, Difference::expected, Difference::actual)
                .containsExactly(tuple(orphan, "ended", "live"));
    }

    @Test
    void reportsAnObjectThatHasATableAmongTheOthers() {
        String role = find("role", Fate.LIVE);
        assertThat(compare(new Misplaced(correct, "role", role)).tableDifferences())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.where()).isEqualTo("clerk.other_objects");
                    assertThat(found.id()).isEqualTo(role);
                    assertThat(found.expected()).isNull();
                });
    }

    @Test
    void reportsAnUnknownObjectThatIsNotThere() {
        assertThat(tableDifference("clerk.other_objects", find("machine", Fate.LIVE), row -> null)
                        .actual())
                .isNull();
        assertThat(tableDifference(
                                "clerk.other_objects", find("machine", Fate.ENDED), row -> without(row, Row.DELETED_AT))
                        .actual())
                .isEqualTo("live");
    }

    @Test
    void reportsAnEmptyIdThatWasStored() {
        String item =
                correct
                        .rows(
                                Schema.SUBSCRIPTION_ITEMS,
                                correct.of("subscriptionItem").keySet())
                        .entrySet()
                        .stream()
                        .filter(entry -> entry.getValue().get("organization_id") == null)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .findFirst()
                        .orElseThrow();
        assertThat(tableDifference("clerk.subscription_items", item, row -> with(row, "organization_id", ""))
                        .what())
                .isEqualTo("organization_id");
    }

    @Test
    void reportsDeadLettersMissingWrongOrInvented() {
        String poison = oracle.deadLetters().keySet().iterator().next();
        String sound = oracle.messageIds().stream()
                .filter(id -> !oracle.deadLetters().containsKey(id))
                .findFirst()
                .orElseThrow();
        correct.deadLetters.remove(poison);
        correct.deadLetters.put(sound, Set.of("json"));
        assertThat(compare(correct).deadLetterDifferences())
                .extracting(Difference::id)
                .containsExactlyInAnyOrder(poison, sound);
        correct.deadLetters.remove(sound);
        correct.deadLetters.put(poison, Set.of("undecodable"));
        assertThat(compare(correct).deadLetterDifferences())
                .singleElement()
                .satisfies(found -> assertThat(found.actual()).isEqualTo("undecodable"));
    }

    @Test
    void reportsWhatAForgeryLeft() {
        String forged = oracle.forgeries().stream()
                .map(Forgeries.Names::userId)
                .findFirst()
                .orElseThrow();
        correct.of("user").put(forged, new SharedModelTables.Entry());
        assertThat(compare(correct).tableDifferences())
                .singleElement()
                .satisfies(found -> assertThat(found.id()).isEqualTo(forged));
    }

    @Test
    void reportsAFeedThatDiffersFromTheTable() {
        FeedFold users = new FeedFold();
        correct.rows(Schema.USERS, correct.of("user").keySet()).forEach((id, row) -> {
            ObjectNode value = FeedRow.expected(Schema.USERS, row);
            if (id.equals(liveUser)) {
                value.put("first_name", "older").set("private_metadata", json("{}"));
            }
            boolean announcedLive = row.isLive() || id.equals(endedUser);
            users.accept(new FeedRecord("clerk.changes.users", id, announcedLive ? value.toString() : null, id, 1L));
        });
        feeds.put("user", users);
        assertThat(compare(correct).feedDifferences())
                .extracting(Difference::id, Difference::what)
                .containsExactlyInAnyOrder(
                        tuple(liveUser, "first_name"), tuple(liveUser, "private_metadata"), tuple(endedUser, "row"));
    }

    @Test
    void reportsARowThatWasNeverAnnounced() {
        feeds.put("organization", new FeedFold());
        assertThat(compare(correct).feedDifferences())
                .isNotEmpty()
                .allMatch(found -> found.where().equals("clerk.changes.organizations") && found.actual() == null);
    }

    @Test
    void childrenOfTheFeedMayComeInAnyOrderOrNotAtAllWhenThereAreNone() {
        Row row = Row.expected(Schema.USERS, json("""
                {"id":"user_1","email_addresses":[{"id":"idn_1"},{"id":"idn_2"}]}
                """));
        Differences differences = new Differences();
        FeedRow.compare(
                Schema.USERS,
                "topic",
                "user_1",
                FeedRow.expected(Schema.USERS, row),
                json("{\"email_addresses\":[{\"id\":\"idn_2\"},{\"id\":\"idn_1\"}],\"id\":\"user_1\"}"),
                differences);
        assertThat(differences.listed()).isEmpty();
    }

    private VerificationReport compare(Tables tables) {
        return Comparison.of(oracle, tables, feeds, () -> Duration.ZERO);
    }

    private String find(String resource, Fate fate) {
        return oracle.standings().entrySet().stream()
                .filter(entry -> entry.getKey().resource().equals(resource))
                .filter(entry -> oracle.fate(entry.getValue()) == fate)
                .map(Map.Entry::getKey)
                .map(Entity::id)
                .findFirst()
                .orElseThrow();
    }

    /** The only difference when one row is not as it must be. */
    private Difference tableDifference(String where, String id, UnaryOperator<@Nullable Row> change) {
        VerificationReport report = compare(new ChangedRow(correct, id, change));
        assertThat(report.differences()).isEqualTo(1);
        Difference difference = report.tableDifferences().getFirst();
        assertThat(difference.where()).isEqualTo(where);
        assertThat(difference.id()).startsWith(id);
        return difference;
    }

    private static Row with(Row row, String column, Object value) {
        Map<String, Object> values = new HashMap<>(row.values());
        values.put(column, value);
        return new Row(values, row.children());
    }

    private static Row without(Row row, String column) {
        Map<String, Object> values = new HashMap<>(row.values());
        values.remove(column);
        return new Row(values, row.children());
    }

    private static Map<String, Row> children(Row row, String field) {
        return row.children().getOrDefault(field, Map.of());
    }

    private static Row withChildren(Row row, String field, Map<String, Row> changed) {
        Map<String, Map<String, Row>> children = new HashMap<>(row.children());
        children.put(field, changed);
        return new Row(row.values(), children);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text);
    }

    /** The correct tables, but for one row. */
    private record ChangedRow(Tables correct, String id, UnaryOperator<@Nullable Row> change) implements Tables {

        @Override
        public Map<String, Row> rows(TableShape shape, Collection<String> ids) {
            return changed(correct.rows(shape, ids));
        }

        @Override
        public Map<String, Row> otherObjects(String resource, Collection<String> ids) {
            return changed(correct.otherObjects(resource, ids));
        }

        @Override
        public Map<String, Set<String>> deadLetters(Collection<String> messageIds) {
            return correct.deadLetters(messageIds);
        }

        private Map<String, Row> changed(Map<String, Row> rows) {
            rows.computeIfPresent(id, (key, row) -> change.apply(row));
            return rows;
        }
    }

    /** The correct tables, and one object a second time where it must not be. */
    private record Misplaced(Tables correct, String resource, String id) implements Tables {

        @Override
        public Map<String, Row> rows(TableShape shape, Collection<String> ids) {
            return correct.rows(shape, ids);
        }

        @Override
        public Map<String, Row> otherObjects(String asked, Collection<String> ids) {
            Map<String, Row> rows = new HashMap<>(correct.otherObjects(asked, ids));
            if (asked.equals(resource) && ids.contains(id)) {
                rows.put(id, Row.of(Map.of()));
            }
            return rows;
        }

        @Override
        public Map<String, Set<String>> deadLetters(Collection<String> messageIds) {
            return correct.deadLetters(messageIds);
        }
    }
}
