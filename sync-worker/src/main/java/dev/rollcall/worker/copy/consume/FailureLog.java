package dev.rollcall.worker.copy.consume;

import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.worker.copy.batch.EventFields;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The lines that all loops of the process log about their failures. A lasting one is logged once, with what is refused
 * and how long the loop waits, and then counted. Only names: a message of PostgreSQL or Kafka can repeat a record's
 * content.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private final RepeatedFailures repeated;

    /** @param nanoTime as {@link System#nanoTime} */
    FailureLog(LongSupplier nanoTime) {
        repeated = new RepeatedFailures(nanoTime);
    }

    /**
     * A batch failed, or a step before one.
     *
     * @param batch empty when nothing was polled yet
     * @param transactionalId of the loop
     */
    void failed(
            Failure failure,
            Exception failed,
            List<SourceRecord> batch,
            Duration wait,
            @Nullable String transactionalId) {
        LOG.debug("The failure", failed);
        String refusal = Refusal.sentence(failed, transactionalId);
        String what = batch.isEmpty() ? "Reading failed" : "A batch failed";
        OptionalLong times = repeated.happened(what + failure.label() + (refusal == null ? "" : refusal));
        if (times.isEmpty()) {
            return;
        }
        LoggingEventBuilder line = LOG.atWarn()
                .addKeyValue("records", batch.size())
                .addKeyValue("kind", failure.kind().label())
                .addKeyValue("failure", failure.label());
        (batch.size() == 1 ? EventFields.of(batch.getFirst(), line) : line)
                .log(
                        "{} failed ({}, {}); {}tried again {}{}",
                        batch.isEmpty() ? "Reading" : "A batch of " + batch.size(),
                        failure.kind().label(),
                        failure.label(),
                        refusal == null ? "" : refusal + "; ",
                        wait.isZero() ? "at once" : "in " + seconds(wait),
                        RepeatedFailures.counted(times.getAsLong()));
    }

    /** A failure of one record, or of the control write that judges it: the record's fields go with the line. */
    void repeated(Level level, SourceRecord record, Failure failure, String same, String line) {
        OptionalLong times = repeated.happened(same + failure.label());
        if (times.isPresent()) {
            EventFields.of(record, LOG.atLevel(level))
                    .addKeyValue("failure", failure.label())
                    .log("{}{}", line, RepeatedFailures.counted(times.getAsLong()));
        }
    }

    /** A line that has to be read even while failures are only counted; once for as long as it stays the same. */
    void fact(String line) {
        if (repeated.isNews(line)) {
            LOG.error("{}", line);
        }
    }

    private static String seconds(Duration wait) {
        return String.format(Locale.ROOT, "%.1f s", wait.toMillis() / 1e3);
    }
}
