package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Makes the child rows of accepted states match those states. The parents' rows are locked by their own write. */
final class ChildWriter {

    private static final int ID = 0;

    private final Connection connection;
    private final Table table;

    ChildWriter(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    void write(Collection<Written> parents) throws SQLException {
        for (int index = 0; index < table.children().size(); index++) {
            write(table.children().get(index), index, parents);
        }
    }

    private void write(ChildTable child, int index, Collection<Written> parents) throws SQLException {
        // A row's first version has no children yet; a delete for it would look for nothing.
        List<Written> replaced =
                parents.stream().filter(parent -> parent.revision() > 1).toList();
        List<ChildRow> rows = childrenOf(parents, index);
        rows.sort(Comparator.comparing(ChildRow::parent).thenComparing(ChildRow::id));
        if (!replaced.isEmpty()) {
            removeMissing(child, replaced, index);
        }
        if (!rows.isEmpty()) {
            upsert(child, rows);
        }
    }

    private record ChildRow(String parent, String id, Row row) {}

    private static List<ChildRow> childrenOf(Collection<Written> parents, int index) {
        List<ChildRow> rows = new ArrayList<>();
        for (Written parent : parents) {
            if (parent.row() != null) {
                for (Row row : parent.row().children(index)) {
                    rows.add(new ChildRow(parent.key().id(), String.valueOf(row.value(ID)), row));
                }
            }
        }
        return rows;
    }

    private void removeMissing(ChildTable child, List<Written> replaced, int index) throws SQLException {
        List<ChildRow> kept = childrenOf(replaced, index);
        try (PreparedStatement delete = connection.prepareStatement(Statements.removeMissing(child))) {
            delete.setArray(
                    1,
                    TableWriter.texts(
                            connection,
                            replaced.stream().map(parent -> parent.key().id()).toList()));
            delete.setArray(
                    2,
                    TableWriter.texts(
                            connection, kept.stream().map(ChildRow::parent).toList()));
            delete.setArray(
                    3,
                    TableWriter.texts(
                            connection, kept.stream().map(ChildRow::id).toList()));
            delete.executeUpdate();
        }
    }

    private void upsert(ChildTable child, List<ChildRow> rows) throws SQLException {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(child.parentColumn(), ColumnType.TEXT));
        columns.addAll(child.columns());
        ColumnArrays arrays = new ColumnArrays(columns, rows.size());
        for (ChildRow row : rows) {
            arrays.next().add(row.parent());
            for (int column = 0; column < child.columns().size(); column++) {
                arrays.add(row.row().value(column));
            }
        }
        try (PreparedStatement upsert = connection.prepareStatement(Statements.upsert(child))) {
            arrays.bind(connection, upsert, 1);
            upsert.executeUpdate();
        }
    }
}
