package dev.rollcall.worker.copy.metrics;

import dev.rollcall.model.failure.FailureCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** How many dead letters are open, by code, and how old the oldest is: asked of the database now and then. */
public final class DeadLetterGauges {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterGauges.class);

    private static final String COUNT = """
            select code, count(*), (extract(epoch from min(failed_at)) * 1000)::bigint
            from rollcall.dead_letters where state = 'open' group by code
            """;

    private final JdbcClient database;
    private final Map<FailureCode, AtomicLong> counts = new EnumMap<>(FailureCode.class);
    private final AtomicLong oldestMillis = new AtomicLong();

    public DeadLetterGauges(DataSource database, MeterRegistry registry, InstantSource clock) {
        this.database = JdbcClient.create(database);
        for (FailureCode code : FailureCode.values()) {
            AtomicLong count = new AtomicLong();
            counts.put(code, count);
            Gauge.builder(WorkerMetric.DEAD_LETTERS.meterName(), count, AtomicLong::get)
                    .tags(Tags.of("code", code.label()))
                    .register(registry);
        }
        Gauge.builder(
                        WorkerMetric.DEAD_LETTER_OLDEST_AGE.meterName(),
                        oldestMillis,
                        oldest -> oldest.get() == 0 ? 0 : Math.max(0, clock.millis() - oldest.get()) / 1e3)
                .baseUnit("seconds")
                .register(registry);
    }

    @Scheduled(fixedDelay = 5_000)
    public void refresh() {
        try {
            Map<String, Long> found = new HashMap<>();
            AtomicLong oldest = new AtomicLong();
            database.sql(COUNT).query(row -> {
                found.put(row.getString(1), row.getLong(2));
                long since = row.getLong(3);
                oldest.updateAndGet(former -> former == 0 ? since : Math.min(former, since));
            });
            counts.forEach((code, count) -> count.set(found.getOrDefault(code.label(), 0L)));
            oldestMillis.set(oldest.get());
        } catch (DataAccessException unavailable) {
            LOG.debug("Dead letters cannot be counted now", unavailable);
        }
    }
}
