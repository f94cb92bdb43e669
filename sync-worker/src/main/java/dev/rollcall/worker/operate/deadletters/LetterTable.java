package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.Reason;
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
import org.springframework.jdbc.core.simple.JdbcClient;

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

    static Listing list(JdbcClient database, Filter filter, int lettersPerGroup) {
        Groups groups = new Groups(lettersPerGroup);
        database.sql(grouped(filter))
                .params(filter.parameters())
                .param(lettersPerGroup)
                .query(groups::add);
        return new Listing(groups.count, groups.full);
    }

    /** Collects the rows of {@link #grouped}. */
    private static final class Groups {

        private final int lettersPerGroup;
        private final List<Listing.Group> full = new ArrayList<>();
        private List<DeadLetter> letters = new ArrayList<>();
        private long count;

        private Groups(int lettersPerGroup) {
            this.lettersPerGroup = lettersPerGroup;
        }

        private void add(ResultSet row) throws SQLException {
            if (row.getInt("place") == 1) {
                letters = new ArrayList<>();
                count += row.getLong("in_group");
            }
            letters.add(letter(row));
            if (letters.size() == Math.min(row.getLong("in_group"), lettersPerGroup)) {
                full.add(new Listing.Group(
                        row.getString("code"), instant(row, "hour"), row.getLong("in_group"), letters));
            }
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
    static SequencedMap<String, Long> count(JdbcClient database, Filter filter) {
        SequencedMap<String, Long> counts = new LinkedHashMap<>();
        database.sql("select d.code, count(*) from rollcall.dead_letters as d where " + filter.condition()
                        + " group by d.code order by min(d.failed_at), d.code")
                .params(filter.parameters())
                .query(row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    /**
     * The next letters in the order of their ids.
     *
     * @param after null for the first
     * @param failedBy leaves out those that failed later: they may be what the replay itself led to
     */
    static List<DeadLetter> chunk(
            JdbcClient database, Filter filter, @Nullable LetterId after, Instant failedBy, int most) {
        return database.sql("select " + COLUMNS + FROM + " where " + filter.condition()
                        + " and d.failed_at <= ? and (d.writer, d.\"offset\") > (?, ?)"
                        + " order by d.writer, d.\"offset\" limit ?")
                .params(filter.parameters())
                .param(Timestamp.from(failedBy))
                .param(after == null ? 0 : after.writer())
                .param(after == null ? -1 : after.offset())
                .param(most)
                .query((row, number) -> letter(row))
                .list();
    }

    static Optional<DeadLetter> find(JdbcClient database, LetterId id) {
        return database.sql("select " + COLUMNS + FROM + " where d.writer = ? and d.\"offset\" = ?")
                .params(id.writer(), id.offset())
                .query((row, number) -> letter(row))
                .optional();
    }

    static Instant now(JdbcClient database) {
        return database.sql("select clock_timestamp() as now")
                .query((row, number) -> instant(row, "now"))
                .single();
    }

    static void markReplayed(JdbcClient database, List<LetterId> ids, Actor actor) {
        database.sql(MARK)
                .params(LetterState.REPLAYED.label(), actor.name())
                .param(null)
                .param(ids.stream().map(LetterId::writer).toArray(Integer[]::new))
                .param(ids.stream().map(LetterId::offset).toArray(Long[]::new))
                .update();
    }

    /** @return how many there were */
    static int discard(JdbcClient database, Filter filter, Actor actor, Reason reason) {
        return database.sql("update rollcall.dead_letters as d set state = 'discarded', acted_at = now(), acted_by = ?,"
                        + " acted_why = ? where " + filter.condition())
                .params(actor.name(), reason.text())
                .params(filter.parameters())
                .update();
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
