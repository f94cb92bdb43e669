package dev.rollcall.worker.copy.announce;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.io.SerializedString;

/**
 * What of a table's rows the change events hold, worked out once: which columns, with their names as bytes, and the
 * same of each child table, in its order.
 */
record AnnouncedTable(List<Property> properties, List<Child> children) {

    /** @param column its place in the row */
    record Property(int column, SerializedString name, ColumnType type) {}

    record Child(SerializedString name, List<Property> properties) {}

    static AnnouncedTable of(Table table, Set<String> leftOut) {
        return new AnnouncedTable(
                properties(table.columns(), leftOut),
                table.children().stream().map(child -> child(child, leftOut)).toList());
    }

    private static Child child(ChildTable child, Set<String> leftOut) {
        return new Child(new SerializedString(child.field()), properties(child.columns(), leftOut));
    }

    private static List<Property> properties(List<Column> columns, Set<String> leftOut) {
        return IntStream.range(0, columns.size())
                .filter(place -> !leftOut.contains(columns.get(place).name()))
                .mapToObj(place -> new Property(
                        place,
                        new SerializedString(columns.get(place).name()),
                        columns.get(place).type()))
                .toList();
    }
}
