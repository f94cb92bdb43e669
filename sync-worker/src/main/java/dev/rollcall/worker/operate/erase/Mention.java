package dev.rollcall.worker.operate.erase;

import dev.rollcall.worker.copy.table.Table;

/**
 * An object that names an erased one and does not end with it.
 *
 * @param resource as in event types
 */
record Mention(Table table, String resource, String id) {

    @Override
    public String toString() {
        return "(" + resource + ", " + id + ")";
    }
}
