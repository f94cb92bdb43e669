package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a survey writes down: its run, its checkpoints and what it came to. Each write requires the lease, so a process
 * that stood still for too long writes nothing into the survey of another.
 */
final class SurveyLedger {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};
    private static final String RUN = "run";
    private static final String TABLE = "table";
    private static final String REASON = "reason";

    private final JdbcClient database;
    private final SurveyLease lease;
    private final SurveySuspects suspects;

    SurveyLedger(DataSource source, SurveyLease lease, SurveySuspects suspects) {
        database = JdbcClient.create(source);
        this.lease = lease;
        this.suspects = suspects;
    }

    /** The Clerk instance that this database is a copy of. */
    Optional<String> instance() {
        return database.sql("select instance_id from rollcall.instance")
                .query(String.class)
                .optional();
    }

    void bind(String instanceId) {
        lease.holding(() -> {
            database.sql("insert into rollcall.instance (instance_id, bound_by) values (:instance, 'backfill')"
                            + " on conflict do nothing")
                    .param("instance", instanceId)
                    .update();
            AuditLog.write(
                    database,
                    Actor.ofThisProcess(),
                    AuditLog.Action.BIND,
                    "instance=" + instanceId + " before=null",
                    0,
                    null);
        });
    }

    /** Name and value of what the workers copy with. */
    Map<String, String> workerSettings() {
        Map<String, String> settings = new TreeMap<>();
        database.sql("select name, value from rollcall.worker_settings")
                .query((row, number) -> settings.put(row.getString(1), row.getString(2)) == null)
                .list();
        return settings;
    }

    /** Goes on with the latest of this kind, or begins one. */
    SurveyedRun begin(SurveyOptions options, String instanceId, String release) {
        List<SurveyedRun> found = new ArrayList<>();
        lease.holding(() -> {
            database.sql("""
                            select run, (extract(epoch from started_at) * 1000)::bigint from rollcall.survey_runs
                            where state = 'running' and command = :command and mode = :mode and instance_id = :instance
                              and release = :release and checkpoint_at > now() - interval '24 hours' and not :restart
                            order by run desc limit 1
                            """)
                    .param("command", options.command())
                    .param("mode", options.mode())
                    .param("instance", instanceId)
                    .param("release", release)
                    .param("restart", options.restart())
                    .query((row, number) ->
                            new SurveyedRun(row.getLong(1), row.getLong(2), instanceId, true, List.of()))
                    .optional()
                    .ifPresent(found::add);
            List<String> givenUp = database.sql("""
                            update rollcall.survey_runs set state = 'given_up', ended_at = now()
                            where state = 'running' and run <> :run
                            returning run, command, case
                              when command <> :command then 'this is a ' || :command
                              when mode <> :mode then 'its options or tables were others'
                              when instance_id <> :instance then 'it was of ' || instance_id
                              when release <> :release then 'it was made by release ' || release
                              when :restart then '--restart was given'
                              when checkpoint_at <= now() - interval '24 hours' then 'its last checkpoint is more than 24 hours old'
                              else 'a later one is gone on with' end
                            """)
                    .param(RUN, found.isEmpty() ? -1 : found.getFirst().number())
                    .param("command", options.command())
                    .param("mode", options.mode())
                    .param("instance", instanceId)
                    .param("release", release)
                    .param("restart", options.restart())
                    .query((row, number) -> "Survey %d (%s), which was interrupted, is given up: %s"
                            .formatted(row.getLong(1), row.getString(2), row.getString(3)))
                    .list();
            if (found.isEmpty()) {
                found.add(database.sql("""
                                insert into rollcall.survey_runs (run, command, mode, instance_id, release)
                                select greatest((extract(epoch from now()) * 1000)::bigint,
                                                coalesce((select max(run) + 1 from rollcall.survey_runs), 1)),
                                       :command, :mode, :instance, :release
                                returning run, (extract(epoch from started_at) * 1000)::bigint
                                """)
                        .param("command", options.command())
                        .param("mode", options.mode())
                        .param("instance", instanceId)
                        .param("release", release)
                        .query((row, number) ->
                                new SurveyedRun(row.getLong(1), row.getLong(2), instanceId, false, List.of()))
                        .single());
            }
            found.set(0, found.getFirst().givingUp(givenUp));
            lease.isOf(found.getFirst());
        });
        return found.getFirst();
    }

    /** As the last checkpoint left it; a new one where there is none. */
    TableState table(SurveyedRun run, SurveyTable table) {
        lease.holding(() -> database.sql(
                        "insert into rollcall.survey_tables (run, \"table\") values (:run, :table) on conflict do nothing")
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .update());
        return database.sql("""
                        select (extract(epoch from started_at) * 1000)::bigint, state, reason, walks, page, place, listed,
                               clerk_count, live_rows, published, counts, columns
                        from rollcall.survey_tables where run = :run and "table" = :table
                        """)
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .query((row, number) -> read(table, row))
                .single();
    }

    private static TableState read(SurveyTable table, ResultSet row) throws SQLException {
        TableState state = new TableState(table);
        state.startedMillis = row.getLong(1);
        state.standing = TableState.Standing.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
        state.reason = row.getString(3);
        state.walks = row.getInt(4);
        state.page = row.getInt(5);
        String place = row.getString(6);
        state.place = place.equals("{}") ? Place.START : JSON.readValue(place, Place.class);
        state.listed = row.getLong(7);
        state.clerkCount = row.getObject(8, Long.class);
        state.liveRows = row.getObject(9, Long.class);
        state.published = row.getLong(10);
        JSON.readValue(row.getString(11), COUNTS)
                .forEach((label, count) -> state.counts.put(Verdict.ofLabel(label), count));
        state.columns.putAll(JSON.readValue(row.getString(12), COUNTS));
        return state;
    }

    /** Which ids its walk has listed. */
    IdHashes hashes(SurveyedRun run, SurveyTable table) {
        IdHashes seen = new IdHashes();
        database.sql("select hashes from rollcall.survey_pages where run = :run and \"table\" = :table order by page")
                .param(RUN, run.number())
                .param(TABLE, table.label())
                .query((row, number) -> row.getBytes(1))
                .list()
                .forEach(seen::addPacked);
        return seen;
    }

    /**
     * Where a walk stands, after all that it has published was acknowledged.
     *
     * @param hashes of the ids that this page listed; of none after the last page
     * @param met suspects
     */
    void checkpoint(SurveyedRun run, TableState state, byte[] hashes, List<SuspectRow> met, Requests requests) {
        lease.holding(() -> {
            write(run, state);
            if (hashes.length > 0) {
                database.sql("insert into rollcall.survey_pages (run, \"table\", page, hashes)"
                                + " values (:run, :table, :page, :hashes)")
                        .param(RUN, run.number())
                        .param(TABLE, state.table.label())
                        .param("page", state.page)
                        .param("hashes", hashes)
                        .update();
            }
            met.forEach(suspect -> suspects.write(run, state.table, suspect));
            counted(run, requests);
        });
    }

    /** A walk begins at its first row again. */
    void forgetPages(SurveyedRun run, TableState state) {
        lease.holding(() -> {
            for (String kept : List.of("survey_pages", "survey_suspects")) {
                database.sql("delete from rollcall." + kept + " where run = :run and \"table\" = :table")
                        .param(RUN, run.number())
                        .param(TABLE, state.table.label())
                        .update();
            }
            write(run, state);
        });
    }

    void record(SurveyedRun run, TableState state) {
        lease.holding(() -> write(run, state));
    }

    private void write(SurveyedRun run, TableState state) {
        Map<String, Long> counts = new TreeMap<>();
        state.counts.forEach((verdict, count) -> counts.put(verdict.label(), count));
        database.sql("""
                        update rollcall.survey_tables set state = :state, reason = :reason, walks = :walks, page = :page,
                               place = :place::jsonb, listed = :listed, clerk_count = :clerk, live_rows = :live,
                               published = :published, counts = :counts::jsonb, columns = :columns::jsonb
                        where run = :run and "table" = :table
                        """)
                .param(RUN, run.number())
                .param(TABLE, state.table.label())
                .param("state", state.standing.label())
                .param(REASON, state.reason)
                .param("walks", state.walks)
                .param("page", state.page)
                .param("place", JSON.writeValueAsString(state.place))
                .param("listed", state.listed)
                .param("clerk", state.clerkCount)
                .param("live", state.liveRows)
                .param("published", state.published)
                .param("counts", JSON.writeValueAsString(counts))
                .param("columns", JSON.writeValueAsString(state.columns))
                .update();
    }

    /** What became of suspects, with what their table has published by then: neither is known without the other. */
    void decided(SurveyedRun run, TableState state, List<SuspectRow> looked, Requests requests) {
        lease.holding(() -> {
            write(run, state);
            looked.forEach(suspect -> suspects.write(run, state.table, suspect));
            counted(run, requests);
        });
    }

    void phase(SurveyedRun run, String phase, Requests requests) {
        lease.holding(() -> {
            database.sql("update rollcall.survey_runs set phase = :phase, reason = null where run = :run")
                    .param(RUN, run.number())
                    .param("phase", phase)
                    .update();
            counted(run, requests);
        });
    }

    private void counted(SurveyedRun run, Requests requests) {
        long made = requests.takeMade();
        long throttled = requests.takeThrottled();
        database.sql("""
                        update rollcall.survey_runs set checkpoint_at = now(), requests = requests + :made,
                               throttled = throttled + :throttled,
                               published = (select coalesce(sum(published), 0) from rollcall.survey_tables t where t.run = :run)
                        where run = :run
                        """)
                .param(RUN, run.number())
                .param("made", made)
                .param("throttled", throttled)
                .update();
    }

    /** That it stopped, and can be gone on with. */
    void paused(SurveyedRun run, String reason) {
        database.sql("update rollcall.survey_runs set reason = :reason where run = :run and state = 'running'")
                .param(RUN, run.number())
                .param(REASON, reason)
                .update();
    }

    /** Kafka's id of the topic that it publishes into: the first that it met. */
    Uuid topic(SurveyedRun run, Uuid now) {
        lease.holding(() -> database.sql(
                        "update rollcall.survey_runs set topic_id = coalesce(topic_id, :topic) where run = :run")
                .param(RUN, run.number())
                .param("topic", TopicDeclaration.stored(now))
                .update());
        UUID first = database.sql("select topic_id from rollcall.survey_runs where run = :run")
                .param(RUN, run.number())
                .query(UUID.class)
                .single();
        return new Uuid(first.getMostSignificantBits(), first.getLeastSignificantBits());
    }

    long deadLetters(SurveyedRun run) {
        return database.sql("select count(*) from rollcall.dead_letters where message_id = :message and state = 'open'")
                .param("message", run.id().messageId().value())
                .query(Long.class)
                .single();
    }

    /** Its end; what only a resumption needs goes. */
    void ended(SurveyedRun run, boolean complete, @Nullable String reason, Map<Integer, Long> ends) {
        lease.holding(() -> {
            database.sql("""
                            update rollcall.survey_runs set state = :state, phase = 'done', reason = :reason, ended_at = now(),
                                   published_ends = :ends::jsonb
                            where run = :run
                            """)
                    .param(RUN, run.number())
                    .param("state", complete ? "complete" : "incomplete")
                    .param(REASON, reason)
                    .param("ends", JSON.writeValueAsString(new TreeMap<>(ends)))
                    .update();
            database.sql("delete from rollcall.survey_pages where run = :run")
                    .param(RUN, run.number())
                    .update();
            database.sql("delete from rollcall.survey_runs where started_at < now() - interval '400 days'")
                    .update();
        });
    }

    /** The figures of one table, for everybody to read. */
    void drift(SurveyedRun run, TableState state, Map<Verdict, Long> left) {
        lease.holding(() -> {
            for (Verdict verdict : Verdict.values()) {
                if (verdict == Verdict.EQUAL || verdict == Verdict.UNAVAILABLE) {
                    continue;
                }
                database.sql("""
                                insert into rollcall.drift ("table", verdict, found, "left", run, proven_at)
                                select :table, :verdict, :found, :left, :run, started_at
                                from rollcall.survey_tables where run = :run and "table" = :table
                                on conflict ("table", verdict) do update set found = excluded.found, "left" = excluded."left",
                                       left_before = case when drift.run = excluded.run then drift.left_before else drift."left" end,
                                       run = excluded.run, proven_at = excluded.proven_at
                                """)
                        .param(TABLE, state.table.label())
                        .param("verdict", verdict.label())
                        .param("found", state.counted(verdict))
                        .param("left", left.getOrDefault(verdict, 0L))
                        .param(RUN, run.number())
                        .update();
            }
        });
    }
}
