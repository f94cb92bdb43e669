package dev.rollcall.worker.copy.table;

/**
 * A column that holds a field of a Clerk object.
 *
 * @param name Clerk's field name
 * @param type how its values travel
 */
public record Column(String name, ColumnType type) {}
