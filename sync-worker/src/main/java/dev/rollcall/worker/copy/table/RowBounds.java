package dev.rollcall.worker.copy.table;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a row can hold as a whole. A column that an index could not take becomes null, and a row whose change event could
 * not be sent loses whole free-form columns, in an order that is always the same, until it can.
 */
final class RowBounds {

    /** Below what a change topic takes (4 MiB), with room for headers and what a producer adds. */
    static final long HEAVIEST = 3_584 * 1_024;

    /** What no decision is based on goes before what might be. */
    private static final List<String> FIRST_TO_GO =
            List.of("extra", "unsafe_metadata", "private_metadata", "public_metadata");

    /** A number, a time or a flag, with everything around a value. */
    private static final long AROUND = 32;

    private final Table table;
    private final Row row;
    private final Set<String> incomplete;

    /** @param incomplete takes the names of columns that lack something */
    RowBounds(Table table, Row row, Set<String> incomplete) {
        this.table = table;
        this.row = row;
        this.incomplete = incomplete;
    }

    void boundIndexed() {
        boundIndexed(IndexedText.of(table.name()), table.columns(), row, null);
        for (int index = 0; index < table.children().size(); index++) {
            ChildTable child = table.children().get(index);
            Set<String> indexed = IndexedText.of(child.name());
            if (!indexed.isEmpty()) {
                row.children(index).forEach(each -> boundIndexed(indexed, child.columns(), each, child.field()));
            }
        }
    }

    private void boundIndexed(Set<String> indexed, List<Column> columns, Row bounded, @Nullable String field) {
        for (int index = 0; index < columns.size() && !indexed.isEmpty(); index++) {
            if (indexed.contains(columns.get(index).name()) && !IndexedText.holds(bounded.value(index))) {
                bounded.clear(index);
                incomplete.add(field == null ? columns.get(index).name() : field);
            }
        }
    }

    void lighten() {
        long weight = weigh();
        for (int step = 0; weight > HEAVIEST && step < FIRST_TO_GO.size(); step++) {
            String name = FIRST_TO_GO.get(step);
            drop(column -> column.name().equals(name));
            weight = weigh();
        }
        for (int index = 0; weight > HEAVIEST && index < table.columns().size(); index++) {
            Column column = table.columns().get(index);
            if (column.type() == ColumnType.JSON && row.value(index) != null) {
                drop(column::equals);
                weight = weigh();
            }
        }
        if (weight > HEAVIEST) {
            drop(column -> column.type() == ColumnType.JSON);
        }
    }

    private void drop(Predicate<Column> which) {
        drop(which, table.columns(), row, null);
        for (int index = 0; index < table.children().size(); index++) {
            ChildTable child = table.children().get(index);
            row.children(index).forEach(each -> drop(which, child.columns(), each, child.field()));
        }
    }

    private void drop(Predicate<Column> which, List<Column> columns, Row from, @Nullable String field) {
        for (int index = 0; index < columns.size(); index++) {
            if (from.value(index) != null && which.test(columns.get(index))) {
                from.clear(index);
                incomplete.add(field == null ? columns.get(index).name() : field);
            }
        }
    }

    private long weigh() {
        long weight = weigh(table.columns(), row);
        for (int index = 0; index < table.children().size(); index++) {
            for (Row child : row.children(index)) {
                weight += weigh(table.children().get(index).columns(), child);
            }
        }
        return weight;
    }

    private static long weigh(List<Column> columns, Row weighed) {
        long weight = AROUND;
        for (int index = 0; index < columns.size(); index++) {
            Object value = weighed.value(index);
            if (value != null) {
                weight += columns.get(index).name().length() + AROUND;
                weight += switch (columns.get(index).type()) {
                    case TEXT -> JsonWeight.ofText((String) value);
                    case JSON -> JsonWeight.of((String) value);
                    case BOOLEAN, BIGINT, TIMESTAMP, IDS -> 0;
                };
            }
        }
        return weight;
    }
}
