package dev.rollcall.worker.operate.lookup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user or an organization as the database has it now.
 *
 * @param table with its schema
 * @param state live, ended, or placeholder: its own application announced it, and Clerk has not yet
 * @param known by what people know it: its name, and the primary e-mail address or the slug
 * @param fields its columns in the schema's order, names first, those of the version apart
 * @param related what belongs to it
 */
public record Entity(
        String id,
        String table,
        String state,
        Version version,
        List<Field> known,
        List<Field> fields,
        List<Related> related) {

    public Entity {
        known = List.copyOf(known);
        fields = List.copyOf(fields);
        related = List.copyOf(related);
    }

    /**
     * Which event wrote the row.
     *
     * @param updatedAt first part of what orders versions
     * @param eventAt second part
     * @param messageId third part
     * @param revision rises with every version, and may skip
     * @param committedAt when Rollcall wrote it
     * @param incomplete names of the columns that lack a part of what Clerk said
     */
    public record Version(
            String updatedAt,
            String eventAt,
            String messageId,
            long revision,
            @Nullable String committedAt,
            List<String> incomplete) {

        public Version {
            incomplete = List.copyOf(incomplete);
        }
    }

    /**
     * Rows of another table.
     *
     * @param name as people say it
     * @param count of all
     * @param columns those that any of the rows fills, in the schema's order
     * @param rows the first of them
     */
    public record Related(String name, String table, long count, List<String> columns, List<List<Field>> rows) {

        public Related {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }
}
