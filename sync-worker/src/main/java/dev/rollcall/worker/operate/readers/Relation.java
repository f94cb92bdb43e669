package dev.rollcall.worker.operate.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That rows of a table belong to, or name, a row of another. No foreign key says so, since events arrive out of order:
 * the column's comment does, and the other row may be missing.
 *
 * @param field what a row calls the other
 * @param opposite what the other row calls those that name it
 * @param one whether at most one row names it
 */
record Relation(
        ReaderTable from,
        List<String> columns,
        ReaderTable to,
        List<String> toColumns,
        String field,
        String opposite,
        boolean one) {

    private static final Pattern NAMES = Pattern.compile("clerk\\.([a-z_]+)\\.id\\b");
    private static final Pattern PRIMARY = Pattern.compile("^Which row of clerk\\.([a-z_]+) is primary\\.");

    /** All that these tables have between each other. */
    static List<Relation> among(List<ReaderTable> tables) {
        List<Relation> relations = new ArrayList<>();
        for (ReaderTable table : tables) {
            for (ReaderColumn column : table.columns()) {
                named(NAMES, column, table, tables).ifPresent(to -> relations.add(owner(table, column, to)));
                named(PRIMARY, column, table, tables)
                        .filter(to -> to.has(parentColumn(table)))
                        .ifPresent(to -> relations.add(primary(table, column, to)));
            }
        }
        return List.copyOf(relations);
    }

    private static Optional<ReaderTable> named(
            Pattern pattern, ReaderColumn column, ReaderTable table, List<ReaderTable> tables) {
        Matcher comment = pattern.matcher(column.comment());
        if (!comment.find()) {
            return Optional.empty();
        }
        return tables.stream()
                .filter(other -> other.schema().equals(table.schema())
                        && other.name().equals(comment.group(1))
                        && !other.equals(table))
                .findFirst();
    }

    private static Relation owner(ReaderTable table, ReaderColumn column, ReaderTable to) {
        String usual = Spelling.singular(to.name()) + "_id";
        String called = column.name().equals("id") ? usual : column.name();
        String field = called.replaceFirst("_id$", "");
        String list = Spelling.list(table.name());
        return new Relation(
                table,
                List.of(column.name()),
                to,
                List.of("id"),
                Spelling.camel(field),
                called.equals(usual) ? list : list + "As" + Spelling.capital(Spelling.camel(field)),
                false);
    }

    /** A child's key is its parent's id and its own. */
    private static Relation primary(ReaderTable table, ReaderColumn column, ReaderTable to) {
        return new Relation(
                table,
                List.of("id", column.name()),
                to,
                List.of(parentColumn(table), "id"),
                Spelling.camel(column.name().replaceFirst("_id$", "")),
                "primaryOf",
                true);
    }

    private static String parentColumn(ReaderTable table) {
        return Spelling.singular(table.name()) + "_id";
    }

    /** Names it among all relations of a schema. */
    String label() {
        return from.model() + "_" + field;
    }
}
