package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Row;
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
    private final Statements statements;

    ChildWriter(Connection connection, Statements statements) {
        this.connection = connection;
        this.statements = statements;
    }

    void write(Collection<Written> parents) throws SQLException {
        for (int index = 0; index < statements.children.size(); index++) {
            write(statements.children.get(index), index, parents);
        }
    }

    private void write(Statements.OfChild child, int index, Collection<Written> parents) throws SQLException {
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

    private void removeMissing(Statements.OfChild child, List<Written> replaced, int index) throws SQLException {
        List<ChildRow> kept = childrenOf(replaced, index);
        try (PreparedStatement delete = connection.prepareStatement(child.removeMissing())) {
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

    private void upsert(Statements.OfChild child, List<ChildRow> rows) throws SQLException {
        ColumnArrays arrays = new ColumnArrays(child.columns(), rows.size());
        for (ChildRow row : rows) {
            arrays.next().add(row.parent());
            for (int column = 1; column < child.columns().size(); column++) {
                arrays.add(row.row().value(column - 1));
            }
        }
        try (PreparedStatement upsert = connection.prepareStatement(child.upsert())) {
            arrays.bind(connection, upsert, 1);
            upsert.executeUpdate();
        }
    }
}
