package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.Resource;

/**
 * A column that says, once and for all, what a row belongs to. When the owner ends, so does the row.
 *
 * @param name the column
 * @param owner the table of the owner
 * @param required whether a state without it cannot be understood
 */
public record OwnerColumn(String name, Resource owner, boolean required) {}
