package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code rollcall.dead_letters}, and notes what was done. */
final class LetterTable {

    private static final String COLUMNS = """
            d.writer, d."offset", p.topic_id, d.topic, d.partition, d.code, d.reason, d.event_type, d.entity_id,
            d.message_id, d.received_at, d.failed_at, d.state, d.acted_at, d.acted_by, d.acted_why
            """;

    private static final String FROM =
            " from rollcall.dead_letters as d left join rollcall.progress as p on p.id = d.writer";

    private static final String MARK = """
            update rollcall.dead_letters as d
            set state = ?, acted_at = now(), acted_by = ?, acted_why = ?
            from unnest(?::integer[], ?::bigint[]) as k(writer, "offset")
            where d.writer = k.writer and d."offset" = k."offset"
            """;

    private LetterTable() {}

    static Listing list(Connection connection, Filter filter, int lettersPerGroup) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(grouped(filter))) {
            select.setInt(filter.bind(select, 1), lettersPerGroup);
            List<Listing.Group> groups = new ArrayList<>();
            List<DeadLetter> letters = new ArrayList<>();
            long count = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (rows.getInt("place") == 1) {
                        letters = new ArrayList<>();
                        count += rows.getLong("in_group");
                    }
                    letters.add(letter(rows));
                    if (letters.size() == Math.min(rows.getLong("in_group"), lettersPerGroup)) {
                        groups.add(new Listing.Group(
                                rows.getString("code"), instant(rows, "hour"), rows.getLong("in_group"), letters));
                    }
                }
            }
            return new Listing(count, groups);
        }
    }

    /** Groups in the order of their code's oldest letter, then of their hour. */
    private static String grouped(Filter filter) {
        return """
            select *, min(failed_at) over (partition by code) as code_since
            from (select %s, date_trunc('hour', d.failed_at, 'UTC') as hour,
                         count(*) over (partition by d.code, date_trunc('hour', d.failed_at, 'UTC')) as in_group,
                         row_number() over (partition by d.code, date_trunc('hour', d.failed_at, 'UTC')
                                            order by d.failed_at, d.writer, d."offset") as place
                  %s
                  where %s) as d
            where place <= ?
            order by code_since, code, hour, place
            """.formatted(COLUMNS, FROM, filter.condition());
    }

    /** By code, oldest code first. */
    static SequencedMap<String, Long> count(Connection connection, Filter filter) throws SQLException {
        try (PreparedStatement select = filter.prepare(
                connection,
                "select d.code, count(*) from rollcall.dead_letters as d",
                "group by d.code order by min(d.failed_at), d.code")) {
            filter.bind(select, 1);
            SequencedMap<String, Long> counts = new LinkedHashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        }
    }

    /**
     * The next letters in the order of their ids.
     *
     * @param after null for the first
     * @param failedBy leaves out those that failed later: they may be what the replay itself led to
     */
    static List<DeadLetter> chunk(
            Connection connection, Filter filter, @Nullable LetterId after, Instant failedBy, int most)
            throws SQLException {
        try (PreparedStatement select = filter.prepare(
                connection,
                "select " + COLUMNS + FROM,
                "and d.failed_at <= ? and (d.writer, d.\"offset\") > (?, ?) order by d.writer, d.\"offset\" limit ?")) {
            int index = filter.bind(select, 1);
            select.setTimestamp(index, Timestamp.from(failedBy));
            select.setInt(index + 1, after == null ? 0 : after.writer());
            select.setLong(index + 2, after == null ? -1 : after.offset());
            select.setInt(index + 3, most);
            List<DeadLetter> letters = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    letters.add(letter(rows));
                }
            }
            return letters;
        }
    }

    static Optional<DeadLetter> find(Connection connection, LetterId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select " + COLUMNS + FROM + " where d.writer = ? and d.\"offset\" = ?")) {
            select.setInt(1, id.writer());
            select.setLong(2, id.offset());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(letter(row)) : Optional.empty();
            }
        }
    }

    static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select clock_timestamp() as now");
                ResultSet row = select.executeQuery()) {
            row.next();
            return instant(row, "now");
        }
    }

    static void markReplayed(Connection connection, List<LetterId> ids, Actor actor) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK)) {
            update.setString(1, LetterState.REPLAYED.label());
            update.setString(2, actor.name());
            update.setString(3, null);
            update.setArray(
                    4,
                    connection.createArrayOf(
                            "integer", ids.stream().map(LetterId::writer).toArray()));
            update.setArray(
                    5,
                    connection.createArrayOf(
                            "bigint", ids.stream().map(LetterId::offset).toArray()));
            update.executeUpdate();
        }
    }

    /** @return how many there were */
    static int discard(Connection connection, Filter filter, Actor actor, Reason reason) throws SQLException {
        try (PreparedStatement update = filter.prepare(
                connection,
                "update rollcall.dead_letters as d set state = 'discarded', acted_at = now(), acted_by = ?, acted_why = ?",
                "")) {
            update.setString(1, actor.name());
            update.setString(2, reason.text());
            filter.bind(update, 3);
            return update.executeUpdate();
        }
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        LetterState state = LetterState.of(row.getString("state"));
        return new DeadLetter(
                new LetterId(row.getInt("writer"), row.getLong("offset")),
                row.getObject("topic_id", UUID.class),
                row.getString("topic"),
                row.getInt("partition"),
                row.getString("code"),
                row.getString("reason"),
                row.getString("event_type"),
                row.getString("entity_id"),
                row.getString("message_id"),
                instant(row, "received_at"),
                instant(row, "failed_at"),
                state,
                state == LetterState.OPEN
                        ? null
                        : new DeadLetter.Action(
                                instant(row, "acted_at"), row.getString("acted_by"), row.getString("acted_why")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column), column).toInstant();
    }
}
