package dev.rollcall.simulator.verify;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.simulator.verify.Oracle.Fate;
import dev.rollcall.simulator.verify.VerificationReport.TableCount;
import dev.rollcall.simulator.world.Forgeries;
import dev.rollcall.simulator.world.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One look at everything: what the oracle knows against what the tables and the folded topics hold. */
final class Comparison {

    private static final String DEAD_LETTERS = "rollcall.dead_letters";

    /** Bounds what is in memory and in one query. */
    private static final int CHUNK = 1_000;

    private final Oracle oracle;
    private final Tables tables;
    private final Map<String, FeedFold> feeds;
    private final Differences tableDifferences = new Differences();
    private final Differences feedDifferences = new Differences();
    private final Differences deadLetterDifferences = new Differences();
    private final Map<String, TableCount> counts = new HashMap<>();
    private final Map<Drift, Long> drift = new EnumMap<>(Drift.class);
    private long deadLettersFound;
    private long unknown;

    /** @param feeds by resource */
    private Comparison(Oracle oracle, Tables tables, Map<String, FeedFold> feeds) {
        this.oracle = oracle;
        this.tables = tables;
        this.feeds = feeds;
    }

    /** @param elapsed asked for when the comparison is done */
    static VerificationReport of(
            Oracle oracle, Tables tables, Map<String, FeedFold> feeds, Supplier<Duration> elapsed) {
        Comparison comparison = new Comparison(oracle, tables, feeds);
        comparison.compareTables();
        comparison.compareForgeries();
        comparison.compareDeadLetters();
        return comparison.report(elapsed.get());
    }

    private void compareTables() {
        for (String resource : oracle.resources()) {
            TableShape shape = Schema.BY_RESOURCE.get(resource);
            List<String> ids = oracle.ids(resource);
            for (List<String> chunk : chunks(ids)) {
                Map<String, Row> rows =
                        shape == null ? tables.otherObjects(resource, chunk) : tables.rows(shape, chunk);
                for (String id : chunk) {
                    compareObject(resource, id, shape, rows.get(id));
                }
                if (shape != null) {
                    tables.otherObjects(resource, chunk)
                            .forEach((id, row) -> RowComparison.compareAbsent(
                                    Schema.OTHER_OBJECTS.qualifiedName(), id, row, tableDifferences));
                }
            }
        }
        feeds.values().forEach(feed -> feed.violations().forEach(feedDifferences));
    }

    private void compareObject(String resource, String id, @Nullable TableShape shape, @Nullable Row row) {
        Standing standing = oracle.find(resource, id);
        if (standing == null) {
            throw new IllegalStateException("the oracle forgot " + resource + " " + id);
        }
        Fate fate = oracle.fate(standing);
        if (fate == Fate.DOUBTFUL) {
            unknown++;
            return;
        }
        String table = (shape == null ? Schema.OTHER_OBJECTS : shape).qualifiedName();
        byte[] body = standing.body();
        Version version = standing.version();
        if (fate == Fate.ENDED || body == null || version == null) {
            counts.merge(table, new TableCount(0, 1), Comparison::sum);
            RowComparison.compareEnded(table, id, row, tableDifferences);
            if (row != null && row.isLive()) {
                drift.merge(Drift.EXTRA, 1L, Long::sum);
            }
            compareEndedFeed(resource, shape, id);
            return;
        }
        counts.merge(table, new TableCount(1, 0), Comparison::sum);
        ObjectNode data = (ObjectNode) Json.readObject(body).required("data");
        if (shape == null) {
            Row expected = versioned(Row.of(Map.of("data", Json.without("url", data))), version);
            compareLive(Schema.OTHER_OBJECTS, id, expected, row);
            return;
        }
        Row content = Row.expected(shape, data);
        compareLive(shape, id, versioned(content, version), row);
        compareLiveFeed(resource, shape, id, content);
    }

    private void compareLive(TableShape shape, String id, Row expected, @Nullable Row row) {
        long before = tableDifferences.count();
        RowComparison.compareLive(shape, id, expected, row, tableDifferences);
        if (tableDifferences.count() > before) {
            drift.merge(Drift.ofLive(expected, row), 1L, Long::sum);
        }
    }

    private static Row versioned(Row row, Version version) {
        Map<String, Object> values = new HashMap<>(row.values());
        values.put(Row.UPDATED_AT_MILLIS, version.updatedAt());
        values.put(Row.EVENT_AT_MILLIS, version.eventAt());
        values.put(Row.MESSAGE_ID, version.messageId());
        return new Row(values, row.children());
    }

    private void compareLiveFeed(String resource, TableShape shape, String id, Row content) {
        FeedFold feed = feeds.get(resource);
        String value = feed == null ? null : feed.live(id);
        String topic = topic(shape);
        if (value == null) {
            boolean ended = feed != null && feed.knows(id);
            feedDifferences.accept(new Difference(topic, id, RowComparison.ROW, "live", ended ? "ended" : null));
        } else {
            FeedRow.compare(shape, topic, id, FeedRow.expected(shape, content), Json.read(value), feedDifferences);
        }
    }

    /** Its end may be announced, or nothing at all if it was never announced to live. */
    private void compareEndedFeed(String resource, @Nullable TableShape shape, String id) {
        FeedFold feed = feeds.get(resource);
        if (shape != null && feed != null && feed.live(id) != null) {
            feedDifferences.accept(new Difference(topic(shape), id, RowComparison.ROW, "ended", "live"));
        }
    }

    private void compareForgeries() {
        List<String> ids =
                oracle.forgeries().stream().map(Forgeries.Names::userId).toList();
        FeedFold feed = feeds.get("user");
        for (List<String> chunk : chunks(ids)) {
            Map<String, Row> rows = tables.rows(Schema.USERS, chunk);
            for (String id : chunk) {
                RowComparison.compareAbsent(Schema.USERS.qualifiedName(), id, rows.get(id), tableDifferences);
                if (feed != null && feed.knows(id)) {
                    feedDifferences.accept(
                            new Difference(topic(Schema.USERS), id, RowComparison.ROW, null, "announced"));
                }
            }
        }
    }

    private void compareDeadLetters() {
        Map<String, FailureCode> expected = oracle.deadLetters();
        List<String> ids = new ArrayList<>(oracle.messageIds());
        oracle.forgeries().forEach(names -> ids.add(names.messageId()));
        for (List<String> chunk : chunks(ids)) {
            Map<String, Set<String>> found = tables.deadLetters(chunk);
            deadLettersFound += found.size();
            for (String id : chunk) {
                FailureCode code = expected.get(id);
                String wanted = code == null ? null : code.label();
                Set<String> codes = found.getOrDefault(id, Set.of());
                if (!codes.equals(wanted == null ? Set.of() : Set.of(wanted)) && !oracle.isDoubtful(id)) {
                    deadLetterDifferences.accept(new Difference(
                            DEAD_LETTERS, id, "code", wanted, codes.isEmpty() ? null : String.join(",", codes)));
                }
            }
        }
    }

    private VerificationReport report(Duration elapsed) {
        return new VerificationReport(
                counts,
                drift,
                tableDifferences.listed(),
                feedDifferences.listed(),
                deadLetterDifferences.listed(),
                tableDifferences.count() + feedDifferences.count() + deadLetterDifferences.count(),
                oracle.deadLetters().size(),
                deadLettersFound,
                feeds.values().stream().mapToLong(FeedFold::records).sum(),
                unknown,
                elapsed);
    }

    private static String topic(TableShape shape) {
        return "clerk.changes." + shape.table();
    }

    private static TableCount sum(TableCount one, TableCount other) {
        return new TableCount(one.live() + other.live(), one.ended() + other.ended());
    }

    private static List<List<String>> chunks(List<String> ids) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            chunks.add(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
        }
        return chunks;
    }
}
