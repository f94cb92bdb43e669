package dev.rollcall.worker.operate.readers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tables of Drizzle with their relations. A tenant's views are tables to Drizzle, since only those have relational
 * queries.
 */
final class DrizzleTables {

    private final List<ReaderTable> tables;
    private final List<Relation> relations;
    private final Set<String> imports = new TreeSet<>(Set.of("pgSchema"));

    DrizzleTables(List<ReaderTable> tables) {
        this.tables = tables;
        relations = Relation.among(tables);
    }

    String text() {
        String schemas = tables.stream()
                .map(ReaderTable::schema)
                .distinct()
                .map(schema -> "export const %s = pgSchema(\"%s\");\n".formatted(Spelling.camel(schema), schema))
                .collect(Collectors.joining());
        String declared = tables.stream().map(this::table).collect(Collectors.joining("\n"));
        String related = tables.stream().map(this::relationsOf).collect(Collectors.joining());
        return """
                // Written by ./rollcall schema drizzle from the database; make it again after an update of Rollcall.
                // Rollcall owns these tables: keep this file out of what `schema` of drizzle.config.ts names.
                // clerk…: schema clerk, for a back end. tenant…: what the organization or user that acts may see of it.
                import { relations } from "drizzle-orm";
                import { %s } from "drizzle-orm/pg-core";

                """.formatted(String.join(", ", imports)) + schemas + "\n" + declared + "\n" + related;
    }

    /** {@code clerkUsers}, {@code tenantUsers}. */
    private static String name(ReaderTable table) {
        String list = Spelling.list(table.name());
        return (table.schema().equals(ReaderTable.TENANT) ? "tenant" : "clerk") + Spelling.capital(list);
    }

    private String table(ReaderTable table) {
        List<ReaderColumn> key = table.key();
        StringBuilder text = new StringBuilder();
        comment(text, "", table.comment());
        text.append("export const %s = %s.table(\"%s\", {\n"
                .formatted(name(table), Spelling.camel(table.schema()), table.name()));
        for (ReaderColumn column : table.columns()) {
            comment(text, "  ", column.comment());
            text.append("  ").append(column.field()).append(": ").append(type(column));
            if (column.key() && key.size() == 1) {
                text.append(".primaryKey()");
            } else if (column.required()) {
                text.append(".notNull()");
            }
            text.append(",\n");
        }
        if (key.size() < 2) {
            return text.append("});\n").toString();
        }
        imports.add("primaryKey");
        return text.append("}, (table) => [primaryKey({ columns: [%s] })]);\n"
                        .formatted(key.stream()
                                .map(column -> "table." + column.field())
                                .collect(Collectors.joining(", "))))
                .toString();
    }

    private String type(ReaderColumn column) {
        String name = "\"" + column.name() + "\"";
        List<String> known = column.knownValues();
        if (!known.isEmpty()) {
            imports.add("text");
            return "text(" + name + ").$type<" + TypeScriptRows.open(known) + ">()";
        }
        return switch (column.type()) {
            case "text" -> imported("text", name);
            case "text[]" -> imported("text", name) + ".array()";
            case "bigint" -> imported("bigint", name + ", { mode: \"number\" }");
            case "integer" -> imported("integer", name);
            case "boolean" -> imported("boolean", name);
            case "jsonb" -> imported("jsonb", name);
            case "timestamp with time zone" -> imported("timestamp", name + ", { withTimezone: true }");
            default -> throw new IllegalStateException("no type of Drizzle's for " + column.type());
        };
    }

    private String imported(String builder, String arguments) {
        imports.add(builder);
        return builder + "(" + arguments + ")";
    }

    private String relationsOf(ReaderTable table) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Relation relation : relations) {
            if (relation.from() == table) {
                fields.put(
                        relation.field(),
                        "one(%s, { fields: [%s], references: [%s], relationName: \"%s\" })"
                                .formatted(
                                        name(relation.to()),
                                        columns(table, relation.columns()),
                                        columns(relation.to(), relation.toColumns()),
                                        relation.label()));
            }
            if (relation.to() == table) {
                fields.put(
                        relation.opposite(),
                        relation.one()
                                ? "one(%s, { fields: [%s], references: [%s], relationName: \"%s\" })"
                                        .formatted(
                                                name(relation.from()),
                                                columns(table, relation.toColumns()),
                                                columns(relation.from(), relation.columns()),
                                                relation.label() + "_opposite")
                                : "many(%s, { relationName: \"%s\" })"
                                        .formatted(name(relation.from()), relation.label()));
            }
        }
        if (fields.isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        fields.forEach((field, value) -> lines.add("  " + field + ": " + value + ",\n"));
        String used = Set.of("one", "many").stream()
                .sorted()
                .filter(word -> fields.values().stream().anyMatch(value -> value.startsWith(word + "(")))
                .collect(Collectors.joining(", "));
        return "\nexport const %sRelations = relations(%s, ({ %s }) => ({\n%s}));\n"
                .formatted(name(table), name(table), used, String.join("", lines));
    }

    private static String columns(ReaderTable table, List<String> columns) {
        return columns.stream()
                .map(column -> name(table) + "." + Spelling.camel(column))
                .collect(Collectors.joining(", "));
    }

    private static void comment(StringBuilder text, String indent, String comment) {
        TypeScriptRows.comment(text, indent, comment);
    }
}
