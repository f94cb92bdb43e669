package dev.rollcall.benchmark.worker;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The guarded upserts of a user and of the child rows, as one would write them: the worker's, without what it reads back,
 * and with the arrays in the from clause.
 */
final class UserStatements {

    static final Table TABLE = Table.ofResource(Resource.USER);
    static final int EMAILS_INDEX =
            TABLE.children().stream().map(ChildTable::field).toList().indexOf("email_addresses");
    static final ChildTable EMAILS = TABLE.children().get(EMAILS_INDEX);

    private static final Column ID = new Column("id", ColumnType.TEXT);
    private static final List<Column> SYNC = List.of(
            new Column("sync_updated_at_ms", ColumnType.BIGINT),
            new Column("sync_event_at_ms", ColumnType.BIGINT),
            new Column("sync_message_id", ColumnType.TEXT),
            new Column("sync_writer", ColumnType.BIGINT),
            new Column("sync_offset", ColumnType.BIGINT));

    private UserStatements() {}

    static List<Column> columns() {
        return Stream.of(List.of(ID), TABLE.columns(), SYNC)
                .flatMap(List::stream)
                .toList();
    }

    static List<Column> childColumns() {
        return Stream.concat(Stream.of(new Column(EMAILS.parentColumn(), ColumnType.TEXT)), EMAILS.columns().stream())
                .toList();
    }

    /** One array for each column. */
    static String manyUsers() {
        return "insert into %s as t (%s, sync_revision, sync_committed_at) select %s, 1, now() from unnest(%s) as s(%s) %s"
                .formatted(
                        TABLE.name(),
                        each(columns(), Column::name),
                        each(columns(), column -> column.type().written("s." + column.name())),
                        each(columns(), column -> "?::" + column.type().elementType() + "[]"),
                        each(columns(), Column::name),
                        userConflict());
    }

    /** One parameter for each column. */
    static String oneUser() {
        return "insert into %s as t (%s, sync_revision, sync_committed_at) values (%s, 1, now()) %s"
                .formatted(TABLE.name(), each(columns(), Column::name), parameters(columns()), userConflict());
    }

    static String manyEmails() {
        return "insert into %s as t (%s) select %s from unnest(%s) as s(%s) %s"
                .formatted(
                        EMAILS.name(),
                        each(childColumns(), Column::name),
                        each(childColumns(), column -> column.type().written("s." + column.name())),
                        each(childColumns(), column -> "?::" + column.type().elementType() + "[]"),
                        each(childColumns(), Column::name),
                        emailConflict());
    }

    static String oneEmail() {
        return "insert into %s as t (%s) values (%s) %s"
                .formatted(
                        EMAILS.name(), each(childColumns(), Column::name), parameters(childColumns()), emailConflict());
    }

    private static String userConflict() {
        return """
                on conflict (id) do update set %s, sync_revision = t.sync_revision + 1, sync_committed_at = now()
                where t.deleted_at is null
                  and (t.sync_updated_at_ms, t.sync_event_at_ms, t.sync_message_id)
                      < (excluded.sync_updated_at_ms, excluded.sync_event_at_ms, excluded.sync_message_id)""".formatted(each(columns().stream().skip(1).toList(), UserStatements::assigned));
    }

    private static String emailConflict() {
        return "on conflict (%s, id) do update set %s"
                .formatted(
                        EMAILS.parentColumn(),
                        each(
                                EMAILS.columns().stream()
                                        .filter(column -> !column.name().equals("id"))
                                        .toList(),
                                UserStatements::assigned));
    }

    private static String assigned(Column column) {
        return column.name() + " = excluded." + column.name();
    }

    private static String parameters(List<Column> columns) {
        return each(
                columns, column -> column.type().written("?::" + column.type().elementType()));
    }

    private static String each(List<Column> columns, Function<Column, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }
}
