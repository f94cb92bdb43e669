package dev.rollcall.system;

import dev.rollcall.system.Payload.Entity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the database made of payloads. It goes by the names of columns alone: every field of {@code data} must be in the
 * column of its name, in a child table, in {@code extra}, or be one of the few that are left out on purpose.
 */
record PayloadRows(String jdbcUrl) {

    /** Names that the table says, copies of other objects, and secrets. */
    private static final Set<String> LEFT_OUT =
            Set.of("object", "organization", "public_user_data", "organization_memberships", "backup_codes");

    private static final Map<String, String> CHILD_TABLES = Map.of(
            "email_addresses", "clerk.user_email_addresses",
            "phone_numbers", "clerk.user_phone_numbers",
            "external_accounts", "clerk.user_external_accounts");

    /** The row as JSON, with {@code null} in empty columns; empty when there is none. */
    Optional<ObjectNode> row(Entity entity, String id) {
        List<ObjectNode> rows = rows("select to_jsonb(t) from %s t where id = ?".formatted(entity.table()), id);
        return rows.stream().findFirst();
    }

    /** Why the message was given up; empty when it was not. */
    Optional<String> deadLetter(String messageId) {
        String sql = "select to_jsonb(d) from rollcall.dead_letters d where message_id = ?";
        return rows(sql, messageId).stream()
                .findFirst()
                .map(letter -> letter.path("code").asString() + ": "
                        + letter.path("reason").asString());
    }

    /** What differs between the state and its rows; empty when all is as it must be. */
    List<String> differences(Payload state) {
        ObjectNode data = state.data();
        ObjectNode row = row(state.entity(), state.id()).orElseThrow();
        Map<String, JsonNode> owners = new HashMap<>();
        if (state.entity() == Entity.MEMBERSHIP) {
            owners.put("organization_id", data.path("organization").path("id"));
            owners.put("user_id", data.path("public_user_data").path("user_id"));
        }
        List<String> differences = new ArrayList<>(differences("", data, row, owners));
        if (!row.path("deleted_at").isNull()) {
            differences.add("deleted_at is " + row.path("deleted_at"));
        }
        if (state.entity() == Entity.USER) {
            CHILD_TABLES.forEach(
                    (field, table) -> differences.addAll(childDifferences(field, table, state.id(), data.path(field))));
        }
        return differences;
    }

    private List<String> childDifferences(String field, String table, String userId, JsonNode children) {
        List<ObjectNode> rows = rows("select to_jsonb(t) from %s t where user_id = ?".formatted(table), userId);
        List<String> differences = new ArrayList<>();
        if (rows.size() != children.size()) {
            differences.add("%s: %d rows for %d elements".formatted(field, rows.size(), children.size()));
        }
        for (JsonNode child : children) {
            String id = child.path("id").asString("");
            rows.stream()
                    .filter(row -> row.path("id").asString().equals(id))
                    .findFirst()
                    .ifPresentOrElse(
                            row -> differences.addAll(differences(
                                    field + " " + id + ": ",
                                    (ObjectNode) child,
                                    row,
                                    Map.of("user_id", row.get("user_id")))),
                            () -> {
                                // Without an id of Clerk's the row's is derived, and the number must do.
                                if (!id.isEmpty()) {
                                    differences.add("%s: no row %s".formatted(field, id));
                                }
                            });
        }
        return differences;
    }

    private static List<String> differences(
            String where, ObjectNode data, ObjectNode row, Map<String, JsonNode> owners) {
        List<String> differences = new ArrayList<>();
        ObjectNode extra = JsonMapper.shared().createObjectNode();
        data.properties().forEach(field -> {
            String name = field.getKey();
            boolean isColumn = row.has(name) && !isBookkeeping(name);
            if (!isColumn
                    && !LEFT_OUT.contains(name)
                    && !CHILD_TABLES.containsKey(name)
                    && !field.getValue().isNull()) {
                extra.set(name, field.getValue());
            }
        });
        row.properties().forEach(column -> {
            String name = column.getKey();
            JsonNode sent = owners.getOrDefault(name, data.path(name));
            if (!isBookkeeping(name) && !isSame(sent, column.getValue())) {
                differences.add("%s%s is %s, sent was %s".formatted(where, name, column.getValue(), sent));
            }
        });
        JsonNode kept = row.path("extra");
        if (!(kept.isNull() ? extra.isEmpty() : kept.equals(extra))) {
            differences.add("%sextra is %s, must be %s".formatted(where, kept, extra));
        }
        return differences;
    }

    private static boolean isBookkeeping(String column) {
        return column.equals("extra") || column.equals("deleted_at") || column.startsWith("sync_");
    }

    /** Times are epoch milliseconds in one and text in the other. */
    private static boolean isSame(JsonNode sent, JsonNode column) {
        if (sent.isMissingNode() || sent.isNull()) {
            return column.isNull();
        }
        if (sent.isIntegralNumber() && column.isString()) {
            return instantOf(column).equals(Instant.ofEpochMilli(sent.asLong()));
        }
        return sent.equals(column);
    }

    static Instant instantOf(JsonNode timestamp) {
        return OffsetDateTime.parse(timestamp.asString()).toInstant();
    }

    private List<ObjectNode> rows(String sql, String parameter) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            List<ObjectNode> rows = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add((ObjectNode) JsonMapper.shared().readTree(result.getString(1)));
                }
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }
}
