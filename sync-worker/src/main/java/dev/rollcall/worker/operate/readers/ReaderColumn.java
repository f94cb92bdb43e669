package dev.rollcall.worker.operate.readers;

import java.util.List;

/**
 * A column as a reader sees it.
 *
 * @param type as PostgreSQL writes it
 * @param key whether it is of the primary key
 * @param required whether a row that this reader sees has a value in it
 * @param comment what the database says of it; empty where it says nothing
 */
record ReaderColumn(String name, String type, boolean key, boolean required, String comment) {

    String field() {
        return Spelling.camel(name);
    }

    /** Values that Clerk is known to send; empty where any may come. */
    List<String> knownValues() {
        return type.equals("text") ? KnownValues.in(comment) : List.of();
    }
}
