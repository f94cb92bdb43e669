package dev.rollcall.simulator.verify;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds what differs between a row that must be there and the one that is. */
final class RowComparison {

    /** What is compared when it is not one column. */
    static final String ROW = "row";

    private RowComparison() {}

    /** @param actual null when there is none */
    static void compareLive(
            TableShape shape, String id, Row expected, @Nullable Row actual, Consumer<Difference> differences) {
        String table = shape.qualifiedName();
        if (actual == null || !actual.isLive()) {
            differences.accept(new Difference(table, id, ROW, "live", actual == null ? null : "ended"));
            return;
        }
        compareColumns(table, id, expected.values(), actual.values(), differences);
        shape.children()
                .forEach((field, child) -> compareChildren(
                        child,
                        id,
                        expected.children().getOrDefault(field, Map.of()),
                        actual.children().getOrDefault(field, Map.of()),
                        differences));
    }

    /** A row that ended may show anything but life. */
    static void compareEnded(String table, String id, @Nullable Row actual, Consumer<Difference> differences) {
        if (actual == null || actual.isLive()) {
            differences.accept(new Difference(table, id, ROW, "ended", actual == null ? null : "live"));
        }
    }

    static void compareAbsent(String table, String id, @Nullable Row actual, Consumer<Difference> differences) {
        if (actual != null) {
            differences.accept(new Difference(table, id, ROW, null, actual.isLive() ? "live" : "ended"));
        }
    }

    private static void compareChildren(
            TableShape shape,
            String parentId,
            Map<String, Row> expected,
            Map<String, Row> actual,
            Consumer<Difference> differences) {
        for (String id : union(expected.keySet(), actual.keySet())) {
            String key = parentId + "/" + id;
            Row wanted = expected.get(id);
            Row found = actual.get(id);
            if (wanted == null || found == null) {
                differences.accept(new Difference(
                        shape.qualifiedName(),
                        key,
                        ROW,
                        wanted == null ? null : "live",
                        found == null ? null : "live"));
            } else {
                compareColumns(shape.qualifiedName(), key, wanted.values(), found.values(), differences);
            }
        }
    }

    static void compareColumns(
            String where, String id, Map<String, ?> expected, Map<String, ?> actual, Consumer<Difference> differences) {
        for (String column : union(expected.keySet(), actual.keySet())) {
            Object wanted = expected.get(column);
            Object found = actual.get(column);
            if (!isEqual(wanted, found)) {
                differences.accept(new Difference(where, id, column, text(wanted), text(found)));
            }
        }
    }

    private static boolean isEqual(@Nullable Object wanted, @Nullable Object found) {
        if (wanted instanceof JsonNode one && found instanceof JsonNode other) {
            return Json.isEqual(one, other);
        }
        return wanted != null && wanted.equals(found);
    }

    private static Set<String> union(Set<String> ones, Set<String> others) {
        Set<String> all = new TreeSet<>(ones);
        all.addAll(others);
        return all;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
