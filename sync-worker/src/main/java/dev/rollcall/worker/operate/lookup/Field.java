package dev.rollcall.worker.operate.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One column of one row.
 *
 * @param type its JSON type
 * @param value as text; null when it is null, or masked
 * @param masked whether there is a value that is personal and was not asked for
 */
public record Field(String name, String type, @Nullable String value, boolean masked) {

    /**
     * Text that names no person: ids of Clerk's and words of its choice. All other text, lists and objects are masked,
     * so that a new column stays masked until somebody has thought about it.
     */
    private static final Set<String> IMPERSONAL = Set.of(
            "id",
            "user_id",
            "organization_id",
            "primary_email_address_id",
            "primary_phone_number_id",
            "primary_web3_wallet_id",
            "created_by",
            "role",
            "role_set_key",
            "provider",
            "status",
            "verification_status",
            "verification_strategy",
            "sync_message_id");

    private static final String TIME = "_at";

    /** @param values whether they were asked for, and that was noted in the audit */
    static List<Field> of(JsonNode row, boolean values) {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : row.properties()) {
            JsonNode value = column.getValue();
            boolean masked = !values && isPersonal(column.getKey(), value);
            fields.add(
                    new Field(column.getKey(), typeOf(value), masked || value.isNull() ? null : text(value), masked));
        }
        return fields;
    }

    /** What names a person, put together of columns; empty when there is nothing. */
    static Optional<Field> text(String name, String value, boolean values) {
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Field(name, "text", values ? value : null, !values));
    }

    static boolean isPersonal(String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> !name.endsWith(TIME) && !IMPERSONAL.contains(name);
            case ARRAY, OBJECT, BINARY, POJO -> true;
            case BOOLEAN, NUMBER, NULL, MISSING -> false;
        };
    }

    static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "list of " + value.size();
            case OBJECT -> "object";
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "yes or no";
            case NULL, MISSING, BINARY, POJO -> "nothing";
        };
    }
}
