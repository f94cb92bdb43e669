package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the statements of one table in a transaction. Rows go in sorted by key, and what was written comes back. */
final class TableWriter implements TableRows {

    private final Connection connection;
    private final Statements statements;
    private final Table table;
    private final InstantSource clock;

    TableWriter(Connection connection, Statements statements, InstantSource clock) {
        this.connection = connection;
        this.statements = statements;
        this.clock = clock;
        table = statements.table;
    }

    @Override
    public Map<EntityKey, Written> writeStates(List<NewState> states) throws SQLException {
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
                arrays.add(state.owners().joined());
            }
            List<String> incomplete = state.row().incomplete();
            arrays.add(incomplete.isEmpty() ? null : String.join(",", incomplete));
            addVersion(arrays, state.version(), state.writer());
        }
        Map<EntityKey, Written> written = new HashMap<>();
        try (PreparedStatement upsert = connection.prepareStatement(statements.upsert)) {
            arrays.bind(connection, upsert);
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
        new ChildWriter(connection, statements).write(written.values());
        return written;
    }

    @Override
    public Map<EntityKey, Written> writeEnds(List<NewEnd> ends) throws SQLException {
        return writeEnds(statements.end, ends);
    }

    @Override
    public Map<EntityKey, Written> writeEndsIfNewer(List<NewEnd> ends) throws SQLException {
        return writeEnds(statements.endIfNewer, ends);
    }

    private Map<EntityKey, Written> writeEnds(String sql, List<NewEnd> ends) throws SQLException {
        if (ends.isEmpty()) {
            return Map.of();
        }
        Map<EntityKey, NewEnd> byKey = new HashMap<>();
        ColumnArrays arrays = new ColumnArrays(statements.endColumns, ends.size());
        long now = clock.millis();
        for (NewEnd end : ends) {
            byKey.put(end.key(), end);
            addKey(arrays.next(), end.key());
            if (table.collectsOwners()) {
                arrays.add(end.owners().joined());
            } else {
                end.owners().ids().forEach(arrays::add);
            }
            for (int column = 0; column < table.keptByEnd().size(); column++) {
                arrays.add(end.kept().isEmpty() ? null : end.kept().get(column));
            }
            long eventAt = end.version().eventAtMillis();
            addVersion(arrays.add(eventAt == 0 ? now : eventAt), end.version(), end.writer());
        }
        Map<EntityKey, Written> written = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            arrays.bind(connection, statement);
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

    @Override
    public Map<EntityKey, Present> present(Collection<EntityKey> keys, boolean lock) throws SQLException {
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

    @Override
    public Set<String> ended(Collection<String> ids) throws SQLException {
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

    @Override
    public void collectOwners(List<NewState> states) throws SQLException {
        List<NewState> owned =
                states.stream().filter(state -> !state.owners().isUnknown()).toList();
        if (owned.isEmpty()) {
            return;
        }
        ColumnArrays arrays = new ColumnArrays(statements.collectedColumns, owned.size());
        for (NewState state : owned) {
            addKey(arrays.next(), state.key());
            arrays.add(state.owners().joined());
        }
        try (PreparedStatement update = connection.prepareStatement(statements.collectOwners())) {
            arrays.bind(connection, update);
            update.executeUpdate();
        }
    }

    /** Through a cursor: to ask for the first of the rest again and again would look at all that has ended each time. */
    @Override
    public void forLiveOf(Set<Owner> owners, int step, LockedRows action) throws SQLException {
        if (table.collectsOwners()) {
            Map<EntityKey, Owners> live = liveOfCollected(owners, step);
            while (!live.isEmpty()) {
                action.accept(live);
                live = liveOfCollected(owners, step);
            }
            return;
        }
        try (PreparedStatement select = connection.prepareStatement(statements.liveOf())) {
            bindOwners(select, owners);
            select.setFetchSize(step);
            try (ResultSet rows = select.executeQuery()) {
                Map<EntityKey, Owners> live = new LinkedHashMap<>();
                while (rows.next()) {
                    live.put(keyOf(rows), ownersOf(rows, 2));
                    if (live.size() == step) {
                        action.accept(live);
                        live = new LinkedHashMap<>();
                    }
                }
                if (!live.isEmpty()) {
                    action.accept(live);
                }
            }
        }
    }

    /**
     * In two statements: one finds keys by the index, owner by owner, and one locks them in order. Together they would be
     * planned by how many rows an owner may have, and a wrong guess reads the whole table for each batch with a delete.
     */
    private Map<EntityKey, Owners> liveOfCollected(Set<Owner> owners, int most) throws SQLException {
        List<String> collected = owners.stream()
                .filter(owner -> table.belongsTo(owner.resource()))
                .map(Owner::id)
                .toList();
        Map<EntityKey, Owners> live = new LinkedHashMap<>();
        Set<EntityKey> found = new HashSet<>();
        do {
            found.clear();
            try (PreparedStatement select = connection.prepareStatement(statements.keysOfCollected(most))) {
                select.setArray(1, texts(connection, collected));
                select.setArray(
                        2,
                        texts(
                                connection,
                                owners.stream()
                                        .map(owner -> owner.resource().eventName())
                                        .toList()));
                select.setArray(
                        3, texts(connection, owners.stream().map(Owner::id).toList()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(keyOf(rows));
                    }
                }
            }
            present(found, true).values().stream()
                    .filter(row -> !row.ended())
                    .sorted(Comparator.comparing(Present::key))
                    .forEach(row -> live.put(row.key(), row.owners()));
            // All of them may have ended while their locks were waited for.
        } while (!found.isEmpty() && live.isEmpty());
        return live;
    }

    @Override
    public Set<EntityKey> endedOf(Set<Owner> owners, Set<Coordinates> writers) throws SQLException {
        Set<EntityKey> ended = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(statements.endedOf())) {
            int next = bindOwners(select, owners);
            List<Coordinates> records = List.copyOf(writers);
            select.setArray(
                    next,
                    connection.createArrayOf(
                            "integer", records.stream().map(Coordinates::writer).toArray()));
            select.setArray(
                    next + 1,
                    connection.createArrayOf(
                            "bigint", records.stream().map(Coordinates::offset).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ended.add(keyOf(rows));
                }
            }
        }
        return ended;
    }

    private int bindOwners(PreparedStatement select, Set<Owner> owners) throws SQLException {
        int parameter = 1;
        for (OwnerColumn column : table.owners()) {
            select.setArray(
                    parameter++,
                    texts(
                            connection,
                            owners.stream()
                                    .filter(owner -> owner.resource() == column.owner())
                                    .map(Owner::id)
                                    .toList()));
        }
        return parameter;
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

    private Owners ownersOf(ResultSet rows, int first) throws SQLException {
        return table.collectsOwners()
                ? Owners.ofJoined(rows.getString(first))
                : Owners.inColumns(
                        table.owners(),
                        column -> rows.getString(first + table.owners().indexOf(column)));
    }

    static java.sql.Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", new ArrayList<>(values).toArray(new String[0]));
    }
}
