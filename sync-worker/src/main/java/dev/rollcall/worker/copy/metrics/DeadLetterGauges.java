package dev.rollcall.worker.copy.metrics;

import dev.rollcall.model.failure.FailureCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** How many dead letters are open, by code, and how old the oldest is: asked of the database now and then. */
public final class DeadLetterGauges {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterGauges.class);

    private static final String COUNT = """
            select code, count(*), (extract(epoch from min(failed_at)) * 1000)::bigint
            from rollcall.dead_letters where state = 'open' group by code
            """;

    private final DataSource database;
    private final Map<FailureCode, AtomicLong> counts = new EnumMap<>(FailureCode.class);
    private final AtomicLong oldestMillis = new AtomicLong();

    public DeadLetterGauges(DataSource database, MeterRegistry registry, InstantSource clock) {
        this.database = database;
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
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet rows = select.executeQuery()) {
            Map<String, Long> found = new HashMap<>();
            long oldest = 0;
            while (rows.next()) {
                found.put(rows.getString(1), rows.getLong(2));
                oldest = oldest == 0 ? rows.getLong(3) : Math.min(oldest, rows.getLong(3));
            }
            counts.forEach((code, count) -> count.set(found.getOrDefault(code.label(), 0L)));
            oldestMillis.set(oldest);
        } catch (SQLException unavailable) {
            LOG.debug("Dead letters cannot be counted now", unavailable);
        }
    }
}
