package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolved;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every key that a role ever had, beside its row: a membership names its role by the key that it had then. Taken from
 * all states, also stale ones and those that lost within their batch, each key with its latest time; so neither order
 * nor batching matters.
 */
final class RoleKeys {

    private static final String REMEMBER = """
            insert into rollcall.role_keys as k (role_id, key, last_seen_ms, created_ms)
            select s.role_id, rollcall.role_key(s.key), s.last_seen_ms, s.created_ms
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[]) as s(role_id, key, last_seen_ms, created_ms)
            on conflict (role_id, key) do update set last_seen_ms = greatest(k.last_seen_ms, excluded.last_seen_ms),
                                                     created_ms = least(k.created_ms, excluded.created_ms)
            where k.last_seen_ms < excluded.last_seen_ms
               or k.created_ms is distinct from least(k.created_ms, excluded.created_ms)
            """;

    /** The newest of a union are the same in whichever order it grew. */
    private static final String KEEP_THE_NEWEST = """
            delete from rollcall.role_keys as k
            using (select role_id, key,
                          row_number() over (partition by role_id order by last_seen_ms desc, key collate "C") as place
                   from rollcall.role_keys where role_id = any (?)) as ranked
            where ranked.place > 32 and k.role_id = ranked.role_id and k.key = ranked.key
            """;

    private RoleKeys() {}

    /** A role and one of its keys. */
    record Name(String role, String key) implements Comparable<Name> {

        @Override
        public int compareTo(Name other) {
            int byRole = role.compareTo(other.role);
            return byRole != 0 ? byRole : key.compareTo(other.key);
        }
    }

    /**
     * What is known of it.
     *
     * @param lastSeenMillis the greatest updated_at that came with the key
     * @param createdMillis the role's created_at; null when no state said it
     */
    record Times(long lastSeenMillis, @Nullable Long createdMillis) {

        Times with(Times other) {
            Long created = createdMillis == null || other.createdMillis == null
                    ? (createdMillis == null ? other.createdMillis : createdMillis)
                    : Long.valueOf(Math.min(createdMillis, other.createdMillis));
            return new Times(Math.max(lastSeenMillis, other.lastSeenMillis), created);
        }
    }

    /** The keys of all states, sorted, so that two workers write them in the same order. */
    static SortedMap<Name, Times> of(Collection<Resolved> roles) {
        SortedMap<Name, Times> keys = new TreeMap<>();
        for (Resolved role : roles) {
            for (Decoded.OfEntity record : role.all()) {
                if (record instanceof Decoded.State state
                        && state.table().valueOf(state.row(), "key") instanceof String key) {
                    Long created = (Long) state.table().valueOf(state.row(), "created_at");
                    keys.merge(
                            new Name(role.key().id(), key),
                            new Times(state.version().updatedAtMillis(), created),
                            Times::with);
                }
            }
        }
        return keys;
    }

    static void remember(Connection connection, SortedMap<Name, Times> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        List<String> roles = keys.keySet().stream().map(Name::role).toList();
        try (PreparedStatement upsert = connection.prepareStatement(REMEMBER)) {
            upsert.setArray(1, TableWriter.texts(connection, roles));
            upsert.setArray(
                    2,
                    TableWriter.texts(
                            connection, keys.keySet().stream().map(Name::key).toList()));
            upsert.setArray(3, times(connection, keys, Times::lastSeenMillis));
            upsert.setArray(4, times(connection, keys, Times::createdMillis));
            upsert.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement(KEEP_THE_NEWEST)) {
            delete.setArray(1, TableWriter.texts(connection, roles));
            delete.executeUpdate();
        }
    }

    private static Array times(Connection connection, SortedMap<Name, Times> keys, Function<Times, @Nullable Long> time)
            throws SQLException {
        return connection.createArrayOf(
                "bigint", keys.values().stream().map(time).toArray(Long[]::new));
    }
}
