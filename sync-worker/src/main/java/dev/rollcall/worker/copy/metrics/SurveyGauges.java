package dev.rollcall.worker.copy.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How far the copy was from Clerk when that was last measured: what surveys left in {@code rollcall.drift}, asked of the
 * database now and then. A table that was never surveyed, or that the key may not read, has no series: 0 would say that
 * nothing differs.
 */
public final class SurveyGauges {

    private static final Logger LOG = LoggerFactory.getLogger(SurveyGauges.class);

    private static final String DRIFT = """
            select "table", verdict, "left", least("left", coalesce(left_before, 0)) from rollcall.drift
            where verdict not in ('activity_only', 'erased', 'placeholder')
            """;

    private static final String PROVEN = """
            select "table", extract(epoch from max(proven_at))::float8 from rollcall.drift group by "table"
            """;

    /** The newest survey ended without being complete, or stands still since an hour. */
    private static final String INCOMPLETE = """
            select coalesce((select state = 'incomplete' or (state = 'running' and checkpoint_at < now() - interval '1 hour')
                             from rollcall.survey_runs order by run desc limit 1), false)
            """;

    private final JdbcClient database;
    private final MultiGauge drift;
    private final MultiGauge remaining;
    private final MultiGauge proven;
    private volatile double incomplete;

    /** @param interval after which a worker surveys by itself; null when none does */
    public SurveyGauges(DataSource database, @Nullable Duration interval, MeterRegistry registry) {
        this.database = JdbcClient.create(database);
        drift = MultiGauge.builder(WorkerMetric.DRIFT_ROWS.meterName()).register(registry);
        remaining = MultiGauge.builder(WorkerMetric.DRIFT_REMAINING.meterName()).register(registry);
        proven = MultiGauge.builder(WorkerMetric.DRIFT_PROVEN.meterName())
                .baseUnit("seconds")
                .register(registry);
        double seconds = interval == null ? 0 : interval.toSeconds();
        Gauge.builder(WorkerMetric.SURVEY_INTERVAL.meterName(), () -> seconds)
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(WorkerMetric.SURVEY_INCOMPLETE.meterName(), () -> incomplete)
                .register(registry);
    }

    @Scheduled(initialDelay = 1, fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    public void refresh() {
        try {
            List<MultiGauge.Row<?>> left = new ArrayList<>();
            List<MultiGauge.Row<?>> twice = new ArrayList<>();
            database.sql(DRIFT)
                    .query((row, number) -> {
                        Tags tags = Tags.of("table", row.getString(1), "kind", row.getString(2));
                        left.add(MultiGauge.Row.of(tags, row.getLong(3)));
                        return twice.add(MultiGauge.Row.of(tags, row.getLong(4)));
                    })
                    .list();
            List<MultiGauge.Row<?>> times = new ArrayList<>();
            database.sql(PROVEN)
                    .query((row, number) ->
                            times.add(MultiGauge.Row.of(Tags.of("table", row.getString(1)), row.getDouble(2))))
                    .list();
            incomplete = database.sql(INCOMPLETE).query(Boolean.class).single() ? 1 : 0;
            drift.register(left, true);
            remaining.register(twice, true);
            proven.register(times, true);
        } catch (DataAccessException unavailable) {
            LOG.debug("The database cannot be asked about surveys now", unavailable);
        }
    }
}
