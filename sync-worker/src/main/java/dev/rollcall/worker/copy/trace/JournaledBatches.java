package dev.rollcall.worker.copy.trace;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EventFields;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.BatchTurn;
import dev.rollcall.worker.copy.consume.Condemned;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes of a batch that both sides have committed what came of its events: of the dead letters of each code one as a
 * warning and then, once a minute, their number; everything else only at the level debug. No line holds a body or a value
 * of one. An endpoint that sends nothing else must not fill a disk, and the dead letters themselves are listed elsewhere.
 */
public final class JournaledBatches implements BatchProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledBatches.class);

    private final BatchProcessor batches;
    private final RepeatedFailures repeated;

    /** One for all loops, which share its lines. */
    public JournaledBatches(BatchProcessor batches) {
        this(batches, System::nanoTime);
    }

    JournaledBatches(BatchProcessor batches, LongSupplier nanoTime) {
        this.batches = batches;
        repeated = new RepeatedFailures(nanoTime);
    }

    @Override
    public BatchResult process(PolledBatch batch, Condemned condemned, KafkaTransaction kafka, BatchTurn turn)
            throws SQLException {
        BatchResult result = batches.process(batch, condemned, kafka, turn);
        deadLetters(result.resolution().rejected());
        if (LOG.isDebugEnabled()) {
            for (Applied.OfRecord applied : result.applied().outcomes()) {
                Decoded.OfEntity record = applied.record();
                with(record, applied.outcome(), record.key().id(), LOG.atDebug())
                        .addKeyValue("table", applied.table().label())
                        .log("An event was applied: {}", applied.outcome().label());
            }
        }
        return result;
    }

    private void deadLetters(List<Decoded.Rejected> rejected) {
        Map<FailureCode, List<Decoded.Rejected>> byCode =
                rejected.stream().collect(Collectors.groupingBy(Decoded.Rejected::code));
        byCode.forEach((code, letters) -> {
            OptionalLong records = repeated.news(code.label(), letters.size());
            if (records.isPresent()) {
                Decoded.Rejected one = letters.getFirst();
                with(one, Outcome.DEAD_LETTERED, one.entityId(), LOG.atWarn())
                        .addKeyValue("code", code.label())
                        .addKeyValue("records", records.getAsLong())
                        .log(
                                "{} offset {} became a dead letter: {}{}",
                                one.source().partition(),
                                one.source().offset(),
                                code.label(),
                                RepeatedFailures.counted(records.getAsLong()));
            }
        });
    }

    private static LoggingEventBuilder with(
            Decoded decoded, Outcome outcome, @Nullable String entityId, LoggingEventBuilder line) {
        LoggingEventBuilder fields = EventFields.of(decoded.source(), line).addKeyValue("outcome", outcome.label());
        return entityId == null ? fields : fields.addKeyValue("entity_id", entityId);
    }
}
