package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Row;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the child rows of accepted states match those states. The parents' rows are locked by their own write.
 *
 * <p>Of few parents all statements go out together and are answered together: one after the other, an update of a single
 * user would wait for six answers. Of many each takes its time, which is bounded for a statement and for an answer.
 */
final class ChildWriter {

    private static final int ID = 0;
    private static final int FEW_PARENTS = 20;

    private final Connection connection;
    private final Statements statements;

    ChildWriter(Connection connection, Statements statements) {
        this.connection = connection;
        this.statements = statements;
    }

    /** A statement that goes out with others, and its arrays. */
    private record Part(String sql, List<Array> arrays) {}

    void write(Collection<Written> parents) throws SQLException {
        List<Part> together = new ArrayList<>();
        for (int index = 0; index < statements.children.size(); index++) {
            List<Part> parts = parts(statements.children.get(index), index, parents);
            if (parents.size() <= FEW_PARENTS) {
                together.addAll(parts);
            } else {
                for (Part part : parts) {
                    execute(List.of(part));
                }
            }
        }
        if (!together.isEmpty()) {
            execute(together);
        }
    }

    private void execute(List<Part> parts) throws SQLException {
        String sql = parts.stream().map(Part::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement all = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (Part part : parts) {
                for (Array array : part.arrays()) {
                    all.setArray(parameter++, array);
                }
            }
            all.execute();
        }
    }

    private List<Part> parts(Statements.OfChild child, int index, Collection<Written> parents) throws SQLException {
        List<Part> parts = new ArrayList<>();
        // A row's first version has no children yet; a delete for it would look for nothing.
        List<Written> replaced =
                parents.stream().filter(parent -> parent.revision() > 1).toList();
        if (!replaced.isEmpty()) {
            parts.add(new Part(child.removeMissing(), kept(replaced, childrenOf(replaced, index))));
        }
        List<ChildRow> rows = childrenOf(parents, index);
        rows.sort(Comparator.comparing(ChildRow::parent).thenComparing(ChildRow::id));
        if (!rows.isEmpty()) {
            parts.add(new Part(child.upsert(), columns(child, rows)));
        }
        return parts;
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

    private List<Array> kept(List<Written> parents, List<ChildRow> children) throws SQLException {
        return List.of(
                TableWriter.texts(
                        connection,
                        parents.stream().map(parent -> parent.key().id()).toList()),
                TableWriter.texts(
                        connection, children.stream().map(ChildRow::parent).toList()),
                TableWriter.texts(
                        connection, children.stream().map(ChildRow::id).toList()));
    }

    private List<Array> columns(Statements.OfChild child, List<ChildRow> rows) throws SQLException {
        ColumnArrays arrays = new ColumnArrays(child.columns(), rows.size());
        for (ChildRow row : rows) {
            arrays.next().add(row.parent());
            for (int column = 1; column < child.columns().size(); column++) {
                arrays.add(row.row().value(column - 1));
            }
        }
        return arrays.in(connection);
    }
}
