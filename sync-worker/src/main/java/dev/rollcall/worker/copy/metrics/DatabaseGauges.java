package dev.rollcall.worker.copy.metrics;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Table;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * What PostgreSQL says of itself, of tenancy and of erasure, asked now and then: these are facts of the database, so every
 * worker shows the same. While it does not answer, the last answer stays, and its age grows.
 */
public final class DatabaseGauges {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGauges.class);

    /** What {@code rollcall.tenancy_report()} can find; anything that a later release adds is {@code other}. */
    private static final List<String> FINDINGS = List.of(
            "guard_changed",
            "protection_undone",
            "table_not_protected",
            "parent_not_protected",
            "child_not_protected",
            "view_bypasses",
            "grant_bypasses",
            "role_bypasses",
            "login_may_drop",
            "claims_forgeable",
            "anonymous_reads");

    private static final String OTHER = "other";

    private static final String TABLES = """
            select relname, n_live_tup, n_dead_tup, n_tup_upd, n_tup_hot_upd, pg_total_relation_size(relid)
            from pg_stat_user_tables where schemaname = 'clerk'
            """;

    private static final String DATABASE = """
            select deadlocks, (select count(*) from pg_locks where not granted)
            from pg_stat_database where datname = current_database()
            """;

    private static final String TENANCY = "select finding, count(*) from rollcall.tenancy_report() group by finding";

    /** By the partial index of what is to be erased: empty when nothing has ended. */
    private static final String OLDEST_TO_ERASE = Table.IN_ORDER.stream()
            .map(table -> "select min(deleted_at) as ended from " + table.name()
                    + " where deleted_at is not null and erased_at is null")
            .collect(Collectors.joining(
                    " union all ", "select coalesce(extract(epoch from now() - min(ended)), 0) from (", ") as oldest"));

    /** One row of any table is enough, so it is found at once, but for a copy that has hardly any. */
    private static final String RIGHTFUL = Table.IN_ORDER.stream()
            .map(table -> "exists (select from " + table.name() + " where sync_revision > 0"
                    + " and sync_committed_at >= i.bound_at and sync_message_id <> i.bound_by)")
            .collect(Collectors.joining(
                    " or ", "select coalesce(bool_and(", "), true)::integer from rollcall.instance as i"));

    private final InstantSource clock;
    private final JdbcClient database;
    private final Duration holdback;
    private final MeterRegistry registry;
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    /** @param holdback how long an ended row keeps its content */
    public DatabaseGauges(DataSource database, Duration holdback, MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.database = JdbcClient.create(database);
        this.holdback = holdback;
        this.registry = registry;
        for (Table table : Table.IN_ORDER) {
            register(bare(table.name()));
            table.children().stream().map(ChildTable::name).forEach(child -> register(bare(child)));
        }
        Stream.concat(FINDINGS.stream(), Stream.of(OTHER))
                .forEach(finding -> gauge(WorkerMetric.TENANCY_FINDINGS, "finding", finding, null));
        gauge(WorkerMetric.WAITING_LOCKS, "", "", null);
        set(WorkerMetric.INSTANCE_RIGHTFUL, "", 1);
        gauge(WorkerMetric.INSTANCE_RIGHTFUL, "", "", null);
        counter(WorkerMetric.DEADLOCKS, Tags.empty(), "");
        gauge(WorkerMetric.ERASURE_OVERDUE, "", "", "seconds");
        gauge(WorkerMetric.DATABASE_LAST_ANSWER, "", "", "seconds");
    }

    private void register(String table) {
        for (String state : List.of("live", "dead")) {
            String key = state + table;
            Gauge.builder(WorkerMetric.TABLE_ROWS.meterName(), () -> value(WorkerMetric.TABLE_ROWS, key))
                    .tags("table", table, "state", state)
                    .register(registry);
        }
        gauge(WorkerMetric.TABLE_SIZE, "table", table, "bytes");
        for (String kind : List.of("hot", "cold")) {
            counter(WorkerMetric.TABLE_UPDATES, Tags.of("table", table, "kind", kind), kind + table);
        }
    }

    private void gauge(WorkerMetric metric, String tag, String tagValue, @Nullable String unit) {
        Gauge.builder(metric.meterName(), () -> value(metric, tagValue))
                .tags(tag.isEmpty() ? Tags.empty() : Tags.of(tag, tagValue))
                .baseUnit(unit)
                .register(registry);
    }

    private void counter(WorkerMetric metric, Tags tags, String key) {
        FunctionCounter.builder(metric.meterName(), this, gauges -> gauges.value(metric, key))
                .tags(tags)
                .register(registry);
    }

    private double value(WorkerMetric metric, String key) {
        return values.getOrDefault(metric.name() + key, 0.0);
    }

    private void set(WorkerMetric metric, String key, double value) {
        values.put(metric.name() + key, value);
    }

    @Scheduled(initialDelay = 1, fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    public void refresh() {
        try {
            tables();
            database.sql(DATABASE).query(row -> {
                set(WorkerMetric.DEADLOCKS, "", row.getDouble(1));
                set(WorkerMetric.WAITING_LOCKS, "", row.getDouble(2));
            });
            database.sql(RIGHTFUL).query(row -> {
                set(WorkerMetric.INSTANCE_RIGHTFUL, "", row.getDouble(1));
            });
            database.sql(OLDEST_TO_ERASE).query(row -> {
                set(WorkerMetric.ERASURE_OVERDUE, "", Math.max(0, row.getDouble(1) - holdback.toSeconds()));
            });
            tenancy();
            set(WorkerMetric.DATABASE_LAST_ANSWER, "", clock.millis() / 1e3);
        } catch (DataAccessException unavailable) {
            LOG.debug("The database cannot be asked now", unavailable);
        }
    }

    private void tables() {
        database.sql(TABLES).query(row -> {
            String table = row.getString(1);
            set(WorkerMetric.TABLE_ROWS, "live" + table, row.getDouble(2));
            set(WorkerMetric.TABLE_ROWS, "dead" + table, row.getDouble(3));
            set(WorkerMetric.TABLE_UPDATES, "hot" + table, row.getDouble(5));
            set(WorkerMetric.TABLE_UPDATES, "cold" + table, row.getDouble(4) - row.getDouble(5));
            set(WorkerMetric.TABLE_SIZE, table, row.getDouble(6));
        });
    }

    private void tenancy() {
        Map<String, Double> found = new ConcurrentHashMap<>();
        database.sql(TENANCY).query(row -> {
            String finding = row.getString(1);
            found.merge(FINDINGS.contains(finding) ? finding : OTHER, row.getDouble(2), Double::sum);
        });
        Collection<String> all =
                Stream.concat(FINDINGS.stream(), Stream.of(OTHER)).toList();
        all.forEach(finding -> set(WorkerMetric.TENANCY_FINDINGS, finding, found.getOrDefault(finding, 0.0)));
    }

    private static String bare(String name) {
        return name.substring(name.indexOf('.') + 1);
    }
}
