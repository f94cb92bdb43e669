package dev.rollcall.worker.survey.compare;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * In which columns an object's row and the stored one differ. What the object does not mention says nothing; null says
 * null.
 */
final class RowDifference {

    private static final String EXTRA = "extra";

    /**
     * Two names of one thing: a row that a webhook wrote may have the old one, where the API says the new one. Source:
     * reference 3, domains.
     */
    private static final Map<String, String> FORMER_NAMES = Map.of("affiliation_verification", "verification");

    private final Candidate candidate;
    private final Table table;
    private final Row said;
    private final Row stored;
    private final Set<String> leftOut;
    private final boolean blanked;
    private final SortedSet<String> columns = new TreeSet<>();

    private RowDifference(Candidate candidate, Row said, Row stored, Set<String> leftOut, boolean blanked) {
        this.candidate = candidate;
        table = Table.ofResource(candidate.resource());
        this.said = said;
        this.stored = stored;
        this.leftOut = leftOut;
        this.blanked = blanked;
    }

    /** @param said the candidate's */
    static SortedSet<String> of(Candidate candidate, Row said, Row stored, Set<String> leftOut) {
        return of(candidate, said, stored, leftOut, false);
    }

    /** As {@link #of}, of a row in which an erasure blanked values: those say nothing. */
    static SortedSet<String> ofBlanked(Candidate candidate, Row said, Row stored, Set<String> leftOut) {
        return of(candidate, said, stored, leftOut, true);
    }

    private static SortedSet<String> of(
            Candidate candidate, Row said, Row stored, Set<String> leftOut, boolean blanked) {
        RowDifference difference = new RowDifference(candidate, said, stored, leftOut, blanked);
        difference.compare();
        return difference.columns;
    }

    private void compare() {
        List<Column> all = table.columns();
        for (int index = 0; index < all.size(); index++) {
            Column column = all.get(index);
            boolean compared = switch (ColumnRule.kindOf(candidate.resource(), column.name())) {
                case COMPARED, ACTIVITY -> true;
                case WEBHOOK_ONLY, API_ONLY, VOLATILE -> false;
            };
            if (compared && differs(column, candidate.data(), said.value(index), counterpart(column, index))) {
                columns.add(column.name());
            }
        }
        for (int index = 0; index < table.children().size(); index++) {
            ChildTable child = table.children().get(index);
            if (candidate.data().has(child.field())) {
                compareChildren(child, said.children(index), stored.children(index));
            }
        }
    }

    private @Nullable Object counterpart(Column column, int index) {
        Object value = stored.value(index);
        String former = FORMER_NAMES.get(column.name());
        return value == null && former != null ? table.valueOf(stored, former) : value;
    }

    private void compareChildren(ChildTable child, List<Row> saidRows, List<Row> storedRows) {
        Map<String, ObjectNode> elements = elementsOf(candidate.data(), child.field());
        Map<String, Row> byId = byId(storedRows);
        for (Row saidRow : saidRows) {
            String id = idOf(saidRow);
            Row storedRow = byId.remove(id);
            if (storedRow == null) {
                columns.add(child.field());
                continue;
            }
            ObjectNode element = elements.getOrDefault(id, JsonNodeFactory.instance.objectNode());
            for (int index = 0; index < child.columns().size(); index++) {
                Column column = child.columns().get(index);
                if (differs(column, element, saidRow.value(index), storedRow.value(index))) {
                    columns.add(child.field() + "." + column.name());
                }
            }
        }
        if (!byId.isEmpty()) {
            columns.add(child.field());
        }
    }

    private boolean differs(
            Column column, ObjectNode object, @Nullable Object saidValue, @Nullable Object storedValue) {
        if (leftOut.contains(column.name())) {
            return false;
        }
        if (column.name().equals(EXTRA)) {
            return saidValue != null
                    && storedValue != null
                    && !JsonValues.agree(objectOf((String) saidValue), objectOf((String) storedValue), blanked);
        }
        // An id may stand inside an embedded object.
        boolean mentioned = saidValue != null || object.has(column.name());
        if (!mentioned || (blanked && storedValue == null)) {
            return false;
        }
        return column.type() == ColumnType.JSON
                ? !JsonValues.same((String) saidValue, (String) storedValue, blanked)
                : !Objects.equals(saidValue, storedValue);
    }

    /** The elements of a child array that have an id, by it. */
    static Map<String, ObjectNode> elementsOf(ObjectNode object, String field) {
        Map<String, ObjectNode> elements = new HashMap<>();
        for (JsonNode element : object.path(field)) {
            if (element instanceof ObjectNode each && each.path("id").isString()) {
                elements.putIfAbsent(each.path("id").stringValue(), each);
            }
        }
        return elements;
    }

    static Map<String, Row> byId(List<Row> rows) {
        Map<String, Row> byId = new HashMap<>();
        rows.forEach(row -> byId.put(idOf(row), row));
        return byId;
    }

    /** A child's first column. */
    static String idOf(Row child) {
        return String.valueOf(child.value(0));
    }

    static ObjectNode objectOf(String json) {
        return JsonValues.read(json) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
