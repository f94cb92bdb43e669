package dev.rollcall.worker.operate.readers;

import java.util.List;
import java.util.stream.Collectors;

/** Rows as node-postgres and postgres.js return them: the database's names, a bigint as text, a time as Date. */
final class TypeScriptRows {

    private final List<ReaderTable> tables;

    TypeScriptRows(List<ReaderTable> tables) {
        this.tables = tables;
    }

    String text() {
        return """
                // Written by ./rollcall schema typescript from the database; make it again after an update of Rollcall.
                // Rows as node-postgres and postgres.js return them. Clerk…: schema clerk, for a back end.
                // Tenant…: what the organization or user that acts may see of it.

                /** What jsonb holds: look before you use it. */
                export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

                """
                + tables.stream().map(TypeScriptRows::row).collect(Collectors.joining("\n"))
                + "\n/** Rows by table, as Kysely takes them. */\nexport interface RollcallTables {\n"
                + tables.stream()
                        .map(table -> "  \"%s\": %sRow;\n".formatted(table.qualified(), table.model()))
                        .collect(Collectors.joining())
                + "}\n\n/** For tables.external of prisma.config.ts: what Rollcall owns. */\n"
                + "export const rollcallTables: (keyof RollcallTables)[] = [\n"
                + tables.stream()
                        .map(table -> "  \"" + table.qualified() + "\",\n")
                        .collect(Collectors.joining())
                + "];\n";
    }

    private static String row(ReaderTable table) {
        StringBuilder text = new StringBuilder();
        comment(text, "", table.comment());
        text.append("export interface ").append(table.model()).append("Row {\n");
        for (ReaderColumn column : table.columns()) {
            comment(text, "  ", column.comment());
            text.append("  ").append(column.name()).append(": ").append(type(column));
            text.append(column.required() ? ";\n" : " | null;\n");
        }
        return text.append("}\n").toString();
    }

    private static String type(ReaderColumn column) {
        List<String> known = column.knownValues();
        if (!known.isEmpty()) {
            return open(known);
        }
        return switch (column.type()) {
            // A bigint may be larger than a number holds exactly.
            case "text", "bigint" -> "string";
            case "text[]" -> "string[]";
            case "integer" -> "number";
            case "boolean" -> "boolean";
            case "jsonb" -> "Json";
            case "timestamp with time zone" -> "Date";
            default -> throw new IllegalStateException("no type of TypeScript's for " + column.type());
        };
    }

    /** These values, and any other. */
    static String open(List<String> known) {
        return known.stream()
                .map(value -> "\"" + value + "\"")
                .collect(Collectors.joining(" | ", "", " | (string & {})"));
    }

    static void comment(StringBuilder text, String indent, String comment) {
        if (!comment.isEmpty()) {
            text.append(indent)
                    .append("/** ")
                    .append(comment.replace("*/", "* /"))
                    .append(" */\n");
        }
    }
}
