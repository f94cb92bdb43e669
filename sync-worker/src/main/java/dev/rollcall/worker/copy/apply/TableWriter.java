package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one table. Rows go in sorted by key, and what was written comes back. */
final class TableWriter {

    /** As the table's own check has it. */
    private static final int MOST_OWNERS = 8;

    private final Statements statements;
    private final Table table;
    private final ChildWriter children;

    TableWriter(Table table) {
        this.table = table;
        statements = new Statements(table);
        children = new ChildWriter(table);
    }

    /** A state to write unless the row ended or is as new. */
    record NewState(EntityKey key, Row row, List<@Nullable String> owners, EntityVersion version, Coordinates writer) {}

    /** An end to write unless the row ended before. */
    record NewEnd(
            EntityKey key,
            List<@Nullable String> owners,
            EntityVersion version,
            Coordinates writer,
            List<@Nullable String> kept) {

        /** An end without a stub. */
        NewEnd(EntityKey key, List<@Nullable String> owners, EntityVersion version, Coordinates writer) {
            this(key, owners, version, writer, List.of());
        }
    }

    Map<EntityKey, Written> writeStates(Connection connection, List<NewState> states) throws SQLException {
        if (states.isEmpty()) {
            return Map.of();
        }
        Map<EntityKey, NewState> byKey = new HashMap<>();
        ColumnArrays arrays = new ColumnArrays(statements.stateColumns, states.size());
        for (NewState state : states) {
            byKey.put(state.key(), state);
            addKey(arrays.next(), state.key());
            for (int column = 0; column < table.columns().size(); column++) {
                arrays.add(state.row().value(column));
            }
            if (table.collectsOwners()) {
                arrays.add(collected(state.owners()));
            }
            List<String> incomplete = state.row().incomplete();
            arrays.add(incomplete.isEmpty() ? null : String.join(",", incomplete));
            addVersion(arrays, state.version(), state.writer());
        }
        Map<EntityKey, Written> written = new HashMap<>();
        try (PreparedStatement upsert = connection.prepareStatement(statements.upsert)) {
            arrays.bind(connection, upsert, 1);
            try (ResultSet rows = upsert.executeQuery()) {
                int keys = table.keyColumns().size();
                while (rows.next()) {
                    NewState state = byKey.get(keyOf(rows));
                    if (state != null) {
                        written.put(
                                state.key(),
                                new Written(
                                        table,
                                        state.key(),
                                        state.row(),
                                        state.owners(),
                                        state.version(),
                                        state.writer(),
                                        rows.getLong(keys + 1),
                                        rows.getLong(keys + 2)));
                    }
                }
            }
        }
        children.write(connection, written.values());
        return written;
    }

    Map<EntityKey, Written> writeEnds(Connection connection, List<NewEnd> ends) throws SQLException {
        return writeEnds(connection, statements.end, ends);
    }

    Map<EntityKey, Written> writeEndsIfNewer(Connection connection, List<NewEnd> ends) throws SQLException {
        return writeEnds(connection, statements.endIfNewer, ends);
    }

    private Map<EntityKey, Written> writeEnds(Connection connection, String sql, List<NewEnd> ends)
            throws SQLException {
        if (ends.isEmpty()) {
            return Map.of();
        }
        Map<EntityKey, NewEnd> byKey = new HashMap<>();
        ColumnArrays arrays = new ColumnArrays(statements.endColumns, ends.size());
        long now = System.currentTimeMillis();
        for (NewEnd end : ends) {
            byKey.put(end.key(), end);
            addKey(arrays.next(), end.key());
            if (table.collectsOwners()) {
                arrays.add(collected(end.owners()));
            } else {
                end.owners().forEach(arrays::add);
            }
            for (int column = 0; column < table.keptByEnd().size(); column++) {
                arrays.add(end.kept().isEmpty() ? null : end.kept().get(column));
            }
            long eventAt = end.version().eventAtMillis();
            addVersion(arrays.add(eventAt == 0 ? now : eventAt), end.version(), end.writer());
        }
        Map<EntityKey, Written> written = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            arrays.bind(connection, statement, 1);
            try (ResultSet rows = statement.executeQuery()) {
                int keys = table.keyColumns().size();
                while (rows.next()) {
                    NewEnd end = byKey.get(keyOf(rows));
                    if (end != null) {
                        written.put(
                                end.key(),
                                new Written(
                                        table,
                                        end.key(),
                                        null,
                                        ownersOf(rows, keys + 3),
                                        end.version(),
                                        end.writer(),
                                        rows.getLong(keys + 1),
                                        rows.getLong(keys + 2)));
                    }
                }
            }
        }
        return written;
    }

    /**
     * What is there now of some entities.
     *
     * @param lock keeps the rows as they are until the transaction ends
     */
    Map<EntityKey, Present> present(Connection connection, Collection<EntityKey> keys, boolean lock)
            throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<EntityKey, Present> present = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(lock ? statements.presentForUpdate : statements.present)) {
            for (int index = 0; index < table.keyColumns().size(); index++) {
                String column = table.keyColumns().get(index);
                select.setArray(
                        index + 1,
                        texts(
                                connection,
                                keys.stream().map(key -> key.part(column)).toList()));
            }
            try (ResultSet rows = select.executeQuery()) {
                int at = table.keyColumns().size();
                while (rows.next()) {
                    EntityKey key = keyOf(rows);
                    present.put(
                            key,
                            new Present(
                                    key,
                                    new EntityVersion(
                                            rows.getLong(at + 1),
                                            rows.getLong(at + 2),
                                            new MessageId(rows.getString(at + 3))),
                                    new Coordinates(rows.getInt(at + 4), rows.getLong(at + 5)),
                                    rows.getLong(at + 6),
                                    rows.getLong(at + 7),
                                    rows.getBoolean(at + 8),
                                    ownersOf(rows, at + 9)));
                }
            }
        }
        return present;
    }

    /** Ids among those given whose row ended. */
    Set<String> ended(Connection connection, Collection<String> ids) throws SQLException {
        Set<String> ended = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(statements.endedOwners)) {
            select.setArray(1, texts(connection, ids));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ended.add(rows.getString(1));
                }
            }
        }
        return ended;
    }

    void collectOwners(Connection connection, List<NewState> states) throws SQLException {
        List<NewState> owned =
                states.stream().filter(state -> !state.owners().isEmpty()).toList();
        if (owned.isEmpty()) {
            return;
        }
        ColumnArrays arrays = new ColumnArrays(statements.collectedColumns, owned.size());
        for (NewState state : owned) {
            addKey(arrays.next(), state.key());
            arrays.add(collected(state.owners()));
        }
        try (PreparedStatement update = connection.prepareStatement(statements.collectOwners())) {
            arrays.bind(connection, update, 1);
            update.executeUpdate();
        }
    }

    Map<EntityKey, List<@Nullable String>> liveOf(Connection connection, Map<Resource, Set<String>> ownerIds, int most)
            throws SQLException {
        if (table.collectsOwners()) {
            return liveOfCollected(connection, ownerIds, most);
        }
        Map<EntityKey, List<@Nullable String>> live = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(statements.liveOf(most))) {
            bindOwners(connection, select, ownerIds);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    live.put(keyOf(rows), ownersOf(rows, 2));
                }
            }
        }
        return live;
    }

    /**
     * In two statements: one finds keys by the index, owner by owner, and one locks them in order. Together they would be
     * planned by how many rows an owner may have, and a wrong guess reads the whole table for each batch with a delete.
     */
    private Map<EntityKey, List<@Nullable String>> liveOfCollected(
            Connection connection, Map<Resource, Set<String>> ownerIds, int most) throws SQLException {
        Set<String> ids = new HashSet<>();
        ownerIds.values().forEach(ids::addAll);
        Map<EntityKey, List<@Nullable String>> live = new LinkedHashMap<>();
        Set<EntityKey> found = new HashSet<>();
        do {
            found.clear();
            try (PreparedStatement select = connection.prepareStatement(statements.keysOfCollected(most))) {
                select.setArray(1, texts(connection, ids));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(keyOf(rows));
                    }
                }
            }
            present(connection, found, true).values().stream()
                    .filter(row -> !row.ended())
                    .sorted(Comparator.comparing(Present::key))
                    .forEach(row -> live.put(row.key(), row.owners()));
            // All of them may have ended while their locks were waited for.
        } while (!found.isEmpty() && live.isEmpty());
        return live;
    }

    Set<EntityKey> endedOf(Connection connection, Map<Resource, Set<String>> ownerIds, Set<Integer> writers)
            throws SQLException {
        Set<EntityKey> ended = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(statements.endedOf())) {
            int next = bindOwners(connection, select, ownerIds);
            select.setArray(next, connection.createArrayOf("integer", writers.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ended.add(keyOf(rows));
                }
            }
        }
        return ended;
    }

    private int bindOwners(Connection connection, PreparedStatement select, Map<Resource, Set<String>> ownerIds)
            throws SQLException {
        int parameter = 1;
        for (OwnerColumn column : table.owners()) {
            select.setArray(parameter++, texts(connection, ownerIds.getOrDefault(column.owner(), Set.of())));
        }
        return parameter;
    }

    /** As many as a row keeps, and the same ones whatever came before. */
    private static String collected(List<@Nullable String> owners) {
        return owners.stream()
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .limit(MOST_OWNERS)
                .collect(Collectors.joining(","));
    }

    private void addKey(ColumnArrays arrays, EntityKey key) {
        table.keyColumns().forEach(column -> arrays.add(key.part(column)));
    }

    private static void addVersion(ColumnArrays arrays, EntityVersion version, Coordinates writer) {
        arrays.add(version.updatedAtMillis())
                .add(version.eventAtMillis())
                .add(version.messageId().value())
                .add((long) writer.writer())
                .add(writer.offset());
    }

    private EntityKey keyOf(ResultSet rows) throws SQLException {
        return table.resource() == null
                ? new EntityKey(rows.getString(1), rows.getString(2))
                : new EntityKey(table.resource().eventName(), rows.getString(1));
    }

    private List<@Nullable String> ownersOf(ResultSet rows, int first) throws SQLException {
        if (table.collectsOwners()) {
            String joined = rows.getString(first);
            return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
        }
        @Nullable String[] owners = new @Nullable String[table.owners().size()];
        for (int index = 0; index < owners.length; index++) {
            owners[index] = rows.getString(first + index);
        }
        return Arrays.asList(owners);
    }

    static java.sql.Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", new ArrayList<>(values).toArray(new String[0]));
    }
}
