package dev.rollcall.worker.operate.console;

import dev.rollcall.model.json.StoredJson;
import dev.rollcall.worker.copy.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** How far the copy is from Clerk, as the surveys left it in the database, and how far the newest one has come. */
public final class Completeness {

    private static final String MOMENT = "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

    private static final String TABLES = """
            select d."table", s.live_rows, s.clerk_count, %s, jsonb_object_agg(d.verdict, d."left")::text
            from rollcall.drift d left join rollcall.survey_tables s on s.run = d.run and s."table" = d."table"
            group by d."table", s.live_rows, s.clerk_count
            """.formatted(MOMENT.formatted("max(d.proven_at)"));

    private static final String NEWEST = """
            select run, command, state, phase, reason, %s, %s, %s, requests, throttled, published
            from rollcall.survey_runs order by run desc limit 1
            """.formatted(
                    MOMENT.formatted("started_at"), MOMENT.formatted("checkpoint_at"), MOMENT.formatted("ended_at"));

    private static final String STEPS = """
            select "table", state, reason, listed, clerk_count from rollcall.survey_tables where run = :run order by started_at
            """;

    private final JdbcClient database;

    public Completeness(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /**
     * What is known.
     *
     * @param survey the newest; null when there was none
     */
    public record Reading(List<OfTable> tables, @Nullable Survey survey) {}

    /**
     * One table.
     *
     * @param live rows when it was walked; null when it never was
     * @param clerk as Clerk counted then; null where it does not say
     * @param provenAt RFC 3339: when that walk began; null when there was none
     * @param left objects and rows by verdict; null when it was never surveyed
     */
    public record OfTable(
            String table,
            @Nullable Long live,
            @Nullable Long clerk,
            @Nullable String provenAt,
            @Nullable JsonNode left) {}

    /** The newest survey; times are RFC 3339. */
    public record Survey(
            long run,
            String command,
            String state,
            String phase,
            @Nullable String reason,
            String startedAt,
            String checkpointAt,
            @Nullable String endedAt,
            long requests,
            long throttled,
            long published,
            List<Step> steps) {}

    /** A table of it. */
    public record Step(
            String table,
            String state,
            @Nullable String reason,
            long listed,
            @Nullable Long clerk) {}

    public Reading read() {
        Map<String, OfTable> surveyed = new HashMap<>();
        database.sql(TABLES)
                .query((row, number) -> surveyed.put(
                                row.getString(1),
                                new OfTable(
                                        row.getString(1),
                                        row.getObject(2, Long.class),
                                        row.getObject(3, Long.class),
                                        row.getString(4),
                                        StoredJson.MAPPER.readTree(row.getString(5))))
                        == null)
                .list();
        List<OfTable> tables = Table.IN_ORDER.stream()
                .filter(table -> table.resource() != null)
                .map(table -> surveyed.getOrDefault(table.label(), new OfTable(table.label(), null, null, null, null)))
                .toList();
        return new Reading(tables, newest());
    }

    private @Nullable Survey newest() {
        return database
                .sql(NEWEST)
                .query((row, number) -> new Survey(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        steps(row.getLong(1))))
                .list()
                .stream()
                .findFirst()
                .orElse(null);
    }

    private List<Step> steps(long run) {
        return database.sql(STEPS)
                .param("run", run)
                .query((row, number) -> new Step(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getObject(5, Long.class)))
                .list();
    }
}
