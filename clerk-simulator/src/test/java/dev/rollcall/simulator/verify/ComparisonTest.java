package dev.rollcall.simulator.verify;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A correct pipeline has no differences, and every single thing that is wrong is reported where it is wrong. */
class ComparisonTest {

    private static final WorldSettings WORLD = WorldSettings.of(9, 2_500).withFaults(Fault.parse("all"));

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
        assertThat(report.unknown()).isZero();
        assertThat(report.deadLettersExpected()).isPositive().isEqualTo(report.deadLettersFound());
        assertThat(report.tables().keySet())
                .containsExactlyInAnyOrder(
                        "clerk.users", "clerk.organizations", "clerk.organization_memberships", "clerk.other_objects");
        assertThat(report.tables().values()).allMatch(count -> count.live() > 0 && count.ended() > 0);
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
    void reportsALostAndAnInventedChild() {
        String user = correct.rows(TableShape.USERS, correct.of("user").keySet()).entrySet().stream()
                .filter(entry -> entry.getValue().isLive())
                .filter(entry -> !children(entry.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow();
        Difference lost = tableDifference("clerk.user_email_addresses", user, row -> {
            Map<String, Row> fewer = new LinkedHashMap<>(children(row));
            fewer.remove(fewer.keySet().iterator().next());
            return withEmails(row, fewer);
        });
        assertThat(lost.id()).startsWith(user + "/idn_");
        assertThat(lost.actual()).isNull();
        Difference invented = tableDifference("clerk.user_email_addresses", user, row -> {
            Map<String, Row> more = new LinkedHashMap<>(children(row));
            more.put("idn_new", Row.of(Map.of("id", "idn_new")));
            return withEmails(row, more);
        });
        assertThat(invented.id()).isEqualTo(user + "/idn_new");
        assertThat(invented.expected()).isNull();
    }

    @Test
    void reportsAnAcceptTokenThatWasStored() {
        String invitation = oracle.standings().entrySet().stream()
                .filter(entry -> entry.getKey().resource().equals("organizationInvitation"))
                .filter(entry -> oracle.fate(entry.getValue()) == Fate.LIVE)
                .map(entry -> entry.getKey().id())
                .findFirst()
                .orElseThrow();
        Difference found = tableDifference("clerk.other_objects", invitation, row -> {
            ObjectNode data = ((ObjectNode) row.values().getOrDefault("data", json("{}"))).deepCopy();
            return with(row, "data", data.put("url", "https://token"));
        });
        assertThat(found.what()).isEqualTo("data");
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
        correct.rows(TableShape.USERS, correct.of("user").keySet()).forEach((id, row) -> {
            ObjectNode value = FeedRow.expected(TableShape.USERS, row);
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
        Row row = Row.expected(TableShape.USERS, json("""
                {"id":"user_1","email_addresses":[{"id":"idn_1"},{"id":"idn_2"}]}
                """));
        Differences differences = new Differences();
        FeedRow.compare(
                TableShape.USERS,
                "topic",
                "user_1",
                FeedRow.expected(TableShape.USERS, row),
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

    private static Map<String, Row> children(Row row) {
        return row.children().getOrDefault("email_addresses", Map.of());
    }

    private static Row withEmails(Row row, Map<String, Row> emails) {
        Map<String, Map<String, Row>> children = new HashMap<>(row.children());
        children.put("email_addresses", emails);
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
}
