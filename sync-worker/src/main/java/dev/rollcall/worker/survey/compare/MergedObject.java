package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.SecretFields;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object as it is published: what it does not mention is carried over from the row, since a state is written whole. Of
 * {@code extra} that is every key that the row alone has.
 */
final class MergedObject {

    private static final String EXTRA = "extra";

    private MergedObject() {}

    /** @param said the candidate's row */
    static ObjectNode of(Candidate candidate, Row said, Row stored, Set<String> leftOut) {
        ObjectNode merged = candidate.data().deepCopy();
        Table table = Table.ofResource(candidate.resource());
        carryOver(merged, table.columns(), said, stored);
        for (int index = 0; index < table.children().size(); index++) {
            ChildTable child = table.children().get(index);
            List<Row> storedRows = stored.children(index);
            if (merged.has(child.field())) {
                children(merged, child, said.children(index), storedRows);
            } else if (!storedRows.isEmpty()) {
                ArrayNode array = merged.putArray(child.field());
                storedRows.forEach(row -> carryOver(array.addObject(), child.columns(), null, row));
            }
        }
        SecretFields.remove(merged, leftOut);
        return merged;
    }

    private static void children(ObjectNode merged, ChildTable child, List<Row> saidRows, List<Row> storedRows) {
        Map<String, ObjectNode> elements = RowDifference.elementsOf(merged, child.field());
        Map<String, Row> byId = RowDifference.byId(storedRows);
        for (Row saidRow : saidRows) {
            String id = RowDifference.idOf(saidRow);
            ObjectNode element = elements.get(id);
            Row storedRow = byId.get(id);
            if (element != null && storedRow != null) {
                carryOver(element, child.columns(), saidRow, storedRow);
            }
        }
    }

    private static void carryOver(ObjectNode into, List<Column> columns, @Nullable Row said, Row stored) {
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            Object value = stored.value(index);
            if (value == null) {
                continue;
            }
            if (column.name().equals(EXTRA)) {
                RowDifference.objectOf((String) value).properties().forEach(property -> {
                    if (!into.has(property.getKey())) {
                        into.set(property.getKey(), property.getValue());
                    }
                });
            } else if (!into.has(column.name()) && (said == null || said.value(index) == null)) {
                into.set(column.name(), jsonOf(column, value));
            }
        }
    }

    private static JsonNode jsonOf(Column column, Object value) {
        return switch (column.type()) {
            case TEXT, IDS -> JsonNodeFactory.instance.stringNode((String) value);
            case BOOLEAN -> JsonNodeFactory.instance.booleanNode((Boolean) value);
            case BIGINT, TIMESTAMP -> JsonNodeFactory.instance.numberNode((Long) value);
            case JSON -> JsonValues.read((String) value);
        };
    }
}
