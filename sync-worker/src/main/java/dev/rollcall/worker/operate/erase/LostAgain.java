package dev.rollcall.worker.operate.erase;

import dev.rollcall.worker.copy.table.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a state that is made of a row a part that no row can take, where the row lacks one: so the row says again that it
 * is not whole, and what is unsure for it stays unsure.
 */
final class LostAgain {

    private static final String NUL = "\0";

    private LostAgain() {}

    /** @param column of {@code sync_incomplete} */
    static void in(ObjectNode data, Table table, String column) {
        JsonNode value = data.get(column);
        if (column.equals("extra")) {
            data.put(unused(data), NUL);
        } else if (value == null || value.isNull()) {
            data.put(column, NUL);
        } else if (value instanceof ObjectNode object) {
            object.put(unused(object), NUL);
        } else if (value instanceof ArrayNode array) {
            if (table.children().stream().anyMatch(child -> child.field().equals(column))) {
                array.add(NUL);
            } else {
                lose(array);
            }
        }
    }

    /** An element that was lost became null. */
    private static void lose(ArrayNode array) {
        for (int index = 0; index < array.size(); index++) {
            if (array.get(index).isNull()) {
                array.set(index, NUL);
                return;
            }
        }
    }

    private static String unused(ObjectNode object) {
        String name = "lost";
        while (object.has(name)) {
            name += "_";
        }
        return name;
    }
}
