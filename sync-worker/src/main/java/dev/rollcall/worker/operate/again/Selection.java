package dev.rollcall.worker.operate.again;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which rows are announced again. Placeholders never are: no version of theirs has been announced.
 *
 * @param table one that has a change topic
 * @param ids only these, in order and once each; empty for all rows
 * @param ended whether ended rows are announced too, as deletes
 */
public record Selection(Table table, List<String> ids, boolean ended) {

    /** In a line of the audit, which is kept as long as the database. */
    private static final int MOST_NAMED = 20;

    public Selection {
        ids = List.copyOf(new TreeSet<>(ids));
    }

    /**
     * What is written on a command line.
     *
     * @param table with or without its schema
     * @throws IllegalArgumentException with one line for the operator
     */
    public static Selection parse(String table, List<String> ids, boolean ended) {
        String name = table.startsWith("clerk.") ? table.substring("clerk.".length()) : table;
        return Table.IN_ORDER.stream()
                .filter(known -> known.resource() != null && known.label().equals(name))
                .findFirst()
                .map(known -> new Selection(known, ids, ended))
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + table + "\" has no change topic; write all, or one of "
                                + Table.IN_ORDER.stream()
                                        .filter(known -> known.resource() != null)
                                        .map(Table::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** Every table that has a change topic, owners before what belongs to them. */
    public static List<Selection> all(boolean ended) {
        return Table.IN_ORDER.stream()
                .filter(table -> table.resource() != null)
                .map(table -> new Selection(table, List.of(), ended))
                .toList();
    }

    /** What the table holds. */
    public Resource resource() {
        return Objects.requireNonNull(table.resource(), "a table with a change topic");
    }

    /** For the audit. */
    String describe() {
        String named = ids.stream().limit(MOST_NAMED).collect(Collectors.joining(","));
        return "table=" + table.label()
                + (ids.isEmpty() ? "" : " ids=" + named)
                + (ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "")
                + (ended ? " ended=true" : "");
    }
}
