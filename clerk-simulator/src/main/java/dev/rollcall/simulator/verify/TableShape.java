package dev.rollcall.simulator.verify;

import dev.rollcall.simulator.verify.Column.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which field of an object goes to which column of which table. {@link Schema} has them all.
 *
 * @param table in schema {@code clerk}
 * @param columns one for each field that has a home of its own
 * @param copied columns that are filled from an embedded object when the object has no such field: column to object
 *     and field
 * @param children child tables by the field that holds them
 * @param left fields that are stored nowhere, on purpose; {@code a.b} is field {@code b} of the object in {@code a}, or
 *     of each object of the array in {@code a}
 * @param parentColumn the column of a child table that names the parent; null for any other table
 */
record TableShape(
        String table,
        List<Column> columns,
        Map<String, Path> copied,
        Map<String, TableShape> children,
        Set<String> left,
        @Nullable String parentColumn) {

    /** The column for everything without a column. */
    static final String EXTRA = "extra";

    TableShape {
        columns = List.copyOf(columns);
        copied = Map.copyOf(copied);
        children = Map.copyOf(children);
        left = Set.copyOf(left);
    }

    /** @param lines a kind and its columns each; a minus keeps a column out of the feed */
    static TableShape of(String table, String... lines) {
        List<Column> columns = new ArrayList<>();
        for (String line : lines) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            Kind kind = Kind.valueOf(words.getFirst());
            for (String name : words.subList(1, words.size())) {
                boolean inFeed = !name.startsWith("-");
                columns.add(new Column(inFeed ? name : name.substring(1), kind, inFeed));
            }
        }
        return new TableShape(table, columns, Map.of(), Map.of(), Set.of(), null);
    }

    TableShape leaving(String... fields) {
        Set<String> all = new HashSet<>(left);
        all.addAll(Arrays.asList(fields));
        return new TableShape(table, columns, copied, children, all, parentColumn);
    }

    TableShape copying(String column, String object, String field) {
        Map<String, Path> all = new HashMap<>(copied);
        all.put(column, new Path(object, field));
        return new TableShape(table, columns, all, children, left, parentColumn);
    }

    TableShape with(String field, TableShape child) {
        Map<String, TableShape> all = new HashMap<>(children);
        all.put(field, child);
        return new TableShape(table, columns, copied, all, left, parentColumn);
    }

    TableShape childBy(String column) {
        return new TableShape(table, columns, copied, children, left, column);
    }

    String qualifiedName() {
        return "clerk." + table;
    }

    /** The columns that are not the object's own fields, as columns. */
    List<Column> copiedColumns() {
        return copied.keySet().stream()
                .map(name -> new Column(name, Kind.TEXT, true))
                .toList();
    }

    /** A copy without what is stored nowhere. */
    ObjectNode kept(ObjectNode data) {
        ObjectNode kept = data.deepCopy();
        for (String path : left) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                kept.remove(path);
            } else {
                removeInside(kept.path(path.substring(0, dot)), path.substring(dot + 1));
            }
        }
        return kept;
    }

    private static void removeInside(JsonNode holder, String field) {
        if (holder instanceof ObjectNode object) {
            object.remove(field);
        } else if (holder.isArray()) {
            holder.forEach(element -> removeInside(element, field));
        }
    }

    /** A field of an embedded object. */
    record Path(String object, String field) {}
}
