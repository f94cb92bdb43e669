package dev.rollcall.worker.operate.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Models of Prisma for tables that Prisma does not manage. Relations have no foreign key, so each is optional: the other
 * row may not have arrived. What a file of the application's relates to them needs a field here, which is why those are
 * given: a shipped file is then never edited, and made again after an update.
 */
final class PrismaModels {

    private static final Map<String, String> TYPES = Map.of(
            "text", "String",
            "bigint", "BigInt",
            "integer", "Int",
            "boolean", "Boolean",
            "jsonb", "Json",
            "timestamp with time zone", "DateTime",
            "text[]", "String[]");

    private final List<ReaderTable> tables;
    private final List<Relation> relations;
    private final List<OppositeField> added;

    PrismaModels(List<ReaderTable> tables, List<OppositeField> added) {
        this.tables = tables;
        relations = Relation.among(tables);
        this.added = added;
        for (OppositeField field : added) {
            if (tables.stream().noneMatch(table -> table.model().equals(field.model()))) {
                throw new IllegalArgumentException("--field: there is no model " + field.model() + "; write one of "
                        + tables.stream().map(ReaderTable::model).collect(Collectors.joining(", ")));
            }
        }
    }

    String text() {
        return """
                // Written by ./rollcall schema prisma from the database; make it again after an update of Rollcall.
                // Rollcall owns these tables: keep them in tables.external of prisma.config.ts (docs/readers/prisma.md).
                // Clerk…: schema clerk, for a back end. Tenant…: what the organization or user that acts may see of it.

                """ + tables.stream().map(this::model).collect(Collectors.joining("\n"));
    }

    private String model(ReaderTable table) {
        List<String> lines = new ArrayList<>();
        List<ReaderColumn> key = table.key();
        for (ReaderColumn column : table.columns()) {
            if (!column.comment().isEmpty()) {
                lines.add("  /// " + column.comment());
            }
            lines.add("  " + field(column, key.size()));
        }
        lines.add("");
        for (Relation relation : relations) {
            if (relation.from().equals(table)) {
                lines.add("  %s %s? @relation(\"%s\", fields: [%s], references: [%s])"
                        .formatted(
                                relation.field(),
                                relation.to().model(),
                                relation.label(),
                                fields(relation.columns()),
                                fields(relation.toColumns())));
            }
            if (relation.to().equals(table)) {
                lines.add("  %s %s%s @relation(\"%s\")"
                        .formatted(
                                relation.opposite(),
                                relation.from().model(),
                                relation.one() ? "?" : "[]",
                                relation.label()));
            }
        }
        added.stream()
                .filter(own -> own.model().equals(table.model()))
                .forEach(own -> lines.add("  " + own.declaration()));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        lines.add("");
        if (key.size() > 1) {
            lines.add("  @@id([" + key.stream().map(ReaderColumn::field).collect(Collectors.joining(", ")) + "])");
        }
        // The side that names the other by two columns needs to be one of a kind, which its id alone makes it.
        relations.stream()
                .filter(relation -> relation.from().equals(table) && relation.one())
                .forEach(relation -> lines.add("  @@unique([" + fields(relation.columns()) + "])"));
        lines.add("  @@map(\"" + table.name() + "\")");
        lines.add("  @@schema(\"" + table.schema() + "\")");
        String about = table.comment().isEmpty() ? "" : "/// " + table.comment() + "\n";
        return about + "model " + table.model() + " {\n" + String.join("\n", lines) + "\n}\n";
    }

    private static String field(ReaderColumn column, int keys) {
        String type = TYPES.get(column.type());
        if (type == null) {
            throw new IllegalStateException("no type of Prisma's for " + column.type());
        }
        boolean optional = !column.required() && !type.endsWith("[]");
        return column.field()
                + " " + type + (optional ? "?" : "")
                + (column.key() && keys == 1 ? " @id" : "")
                + (column.field().equals(column.name()) ? "" : " @map(\"" + column.name() + "\")")
                + (type.equals("DateTime") ? " @db.Timestamptz(6)" : "");
    }

    private static String fields(List<String> columns) {
        return columns.stream().map(Spelling::camel).collect(Collectors.joining(", "));
    }
}
