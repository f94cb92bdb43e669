package dev.rollcall.worker.operate.readers;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an empty database needs of Rollcall so that an application's migrations run in it: the keys that foreign keys
 * refer to, and the functions that migrations call, which do nothing.
 */
final class ShadowSchema {

    private final List<ReaderTable> tables;
    private final List<ReaderCatalog.Declared> functions;

    ShadowSchema(List<ReaderTable> tables, List<ReaderCatalog.Declared> functions) {
        this.tables = tables;
        this.functions = functions;
    }

    String text() {
        return """
                -- Written by ./rollcall schema shadow from the database; make it again after an update of Rollcall.
                -- Only for a shadow database (initShadowDb of prisma.config.ts): nothing is protected by these functions.
                create schema if not exists clerk;
                create schema if not exists rollcall;

                """
                + tables.stream()
                        .filter(table -> table.schema().equals(ReaderTable.BACKEND))
                        .map(ShadowSchema::table)
                        .collect(Collectors.joining())
                + "\n"
                + functions.stream().map(ShadowSchema::function).collect(Collectors.joining());
    }

    private static String table(ReaderTable table) {
        String columns = table.key().stream()
                .map(column -> column.name() + " " + column.type() + ", ")
                .collect(Collectors.joining());
        String key = table.key().stream().map(ReaderColumn::name).collect(Collectors.joining(", "));
        return "create table if not exists %s (%sprimary key (%s));\n".formatted(table.qualified(), columns, key);
    }

    private static String function(ReaderCatalog.Declared declared) {
        String result = declared.result().toLowerCase(Locale.ROOT);
        boolean nothing = result.equals("void") || result.startsWith("table(") || result.startsWith("setof ");
        return "create or replace function rollcall.%s(%s) returns %s language plpgsql as 'begin return%s; end';\n"
                .formatted(declared.name(), declared.arguments(), declared.result(), nothing ? "" : " null");
    }
}
