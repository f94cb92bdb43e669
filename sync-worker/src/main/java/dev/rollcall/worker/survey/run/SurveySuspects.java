package dev.rollcall.worker.survey.run;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.survey.compare.Verdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows that a survey looks at more than once: written with the page that met them, so that a kill loses none. */
final class SurveySuspects {

    private static final String RUN = "run";
    private static final String TABLE = "table";
    private static final String OUTCOME = "outcome";

    private final JdbcClient database;
    private final SurveyLease lease;

    SurveySuspects(DataSource source, SurveyLease lease) {
        database = JdbcClient.create(source);
        this.lease = lease;
    }

    /** Within {@link SurveyLease#holding}. */
    void write(SurveyedRun run, SurveyTable table, SuspectRow suspect) {
        database.sql("""
                        insert into rollcall.survey_suspects (run, "table", id, verdict, clerk_updated_ms, row_updated_ms,
                               row_event_ms, organization_id, user_id, columns, code, outcome)
                        values (:run, :table, :id, :verdict, :clerk, :row, :event, :organization, :user,
                                string_to_array(:columns, ','), :code, :outcome)
                        on conflict (run, "table", id) do update set verdict = excluded.verdict,
                               clerk_updated_ms = excluded.clerk_updated_ms, columns = excluded.columns,
                               code = excluded.code, outcome = excluded.outcome
                        """)
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .param("id", suspect.id())
                .param("verdict", suspect.verdict().label())
                .param("clerk", suspect.clerkUpdatedMillis() == 0 ? null : suspect.clerkUpdatedMillis())
                .param("row", suspect.rowUpdatedMillis())
                .param("event", suspect.rowEventMillis())
                .param("organization", suspect.organizationId())
                .param("user", suspect.userId())
                .param("columns", String.join(",", suspect.columns()))
                .param("code", suspect.code() == null ? null : suspect.code().label())
                .param(
                        "outcome",
                        suspect.outcome() == null ? null : suspect.outcome().label())
                .update();
    }

    /**
     * Suspects of one outcome, by id, a chunk at a time; each is read when it is asked for, so that the one before may have
     * been decided.
     *
     * @param outcome null for those that nobody has looked at again
     * @param verdict null for every one
     */
    Iterable<List<SuspectRow>> chunks(
            SurveyedRun run,
            SurveyTable table,
            SuspectRow.@Nullable Outcome outcome,
            @Nullable Verdict verdict,
            int most) {
        return () -> new Iterator<>() {
            private String after = "";
            private @Nullable List<SuspectRow> ahead;
            private boolean last;

            @Override
            public boolean hasNext() {
                if (ahead == null && !last) {
                    List<SuspectRow> read = chunk(run, table, outcome, verdict, after, most);
                    ahead = read;
                    last = read.size() < most;
                }
                return ahead != null && !ahead.isEmpty();
            }

            @Override
            public List<SuspectRow> next() {
                List<SuspectRow> chunk = hasNext() ? ahead : null;
                if (chunk == null) {
                    throw new NoSuchElementException();
                }
                ahead = null;
                after = chunk.getLast().id();
                return chunk;
            }
        };
    }

    /** The first of those that are left, by id. */
    List<SuspectRow> left(SurveyedRun run, SurveyTable table, Verdict verdict, int most) {
        return chunk(run, table, SuspectRow.Outcome.LEFT, verdict, "", most);
    }

    private List<SuspectRow> chunk(
            SurveyedRun run,
            SurveyTable table,
            SuspectRow.@Nullable Outcome outcome,
            @Nullable Verdict verdict,
            String after,
            int most) {
        return database.sql("""
                        select id, verdict, coalesce(clerk_updated_ms, 0), row_updated_ms, row_event_ms, organization_id, user_id,
                               array_to_string(columns, ','), code
                        from rollcall.survey_suspects
                        where run = :run and "table" = :table and outcome is not distinct from :outcome::text and id > :after
                          and (:verdict::text is null or verdict = :verdict::text)
                        order by id limit
                        """ + most)
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .param(OUTCOME, outcome == null ? null : outcome.label())
                .param("verdict", verdict == null ? null : verdict.label())
                .param("after", after)
                .query((row, number) -> new SuspectRow(
                        row.getString(1),
                        Verdict.ofLabel(row.getString(2)),
                        row.getLong(3),
                        row.getObject(4, Long.class),
                        row.getObject(5, Long.class),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8).isEmpty()
                                ? List.of()
                                : Arrays.asList(row.getString(8).split(",", -1)),
                        code(row.getString(9)),
                        outcome))
                .list();
    }

    private static @Nullable FailureCode code(@Nullable String label) {
        return label == null ? null : FailureCode.valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** How many of a table have each verdict, of those with an outcome. */
    Map<Verdict, Long> countBy(SurveyedRun run, SurveyTable table, SuspectRow.@Nullable Outcome outcome) {
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        database.sql("""
                        select verdict, count(*) from rollcall.survey_suspects
                        where run = :run and "table" = :table and outcome is not distinct from :outcome::text group by 1
                        """)
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .param(OUTCOME, outcome == null ? null : outcome.label())
                .query((row, number) -> counts.put(Verdict.ofLabel(row.getString(1)), row.getLong(2)) == null)
                .list();
        return counts;
    }

    /** Those that nobody looked at again count as they were found. */
    void leave(SurveyedRun run, SurveyTable table) {
        lease.holding(() -> database.sql("update rollcall.survey_suspects set outcome = 'left'"
                        + " where run = :run and \"table\" = :table and outcome is null")
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .update());
    }

    /** When each was confirmed to be gone, once and again; both may be null. */
    record Absence(@Nullable Long first, @Nullable Long second) {}

    void absent(SurveyedRun run, SurveyTable table, Map<String, Absence> absences) {
        lease.holding(() -> absences.forEach((id, absence) -> database.sql("""
                        update rollcall.survey_suspects
                        set absent_at = timestamptz 'epoch' + :first::bigint * interval '1 millisecond',
                            absent_again_at = timestamptz 'epoch' + :second::bigint * interval '1 millisecond'
                        where run = :run and "table" = :table and id = :id
                        """)
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .param("id", id)
                .param("first", absence.first())
                .param("second", absence.second())
                .update()));
    }
}
