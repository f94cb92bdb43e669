package dev.rollcall.worker.copy.trace;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes of a batch that both sides have committed what came of its events: the first few dead letters as warnings and
 * then their number, everything else only at the level debug. No line holds a body or a value of one.
 */
public final class JournaledBatches implements BatchProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledBatches.class);

    /** A batch of nothing else must not fill a disk; the dead letters themselves are listed elsewhere. */
    private static final int FIRST_FEW = 5;

    private final BatchProcessor batches;

    public JournaledBatches(BatchProcessor batches) {
        this.batches = batches;
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

    private static void deadLetters(List<Decoded.Rejected> rejected) {
        for (Decoded.Rejected dead : rejected.subList(0, Math.min(FIRST_FEW, rejected.size()))) {
            with(dead, Outcome.DEAD_LETTERED, dead.entityId(), LOG.atWarn())
                    .addKeyValue("code", dead.code().label())
                    .log(
                            "{} offset {} became a dead letter: {}",
                            dead.source().partition(),
                            dead.source().offset(),
                            dead.code().label());
        }
        if (rejected.size() > FIRST_FEW) {
            LOG.atWarn()
                    .addKeyValue("outcome", Outcome.DEAD_LETTERED.label())
                    .addKeyValue("records", rejected.size() - FIRST_FEW)
                    .log("{} more of the same batch became dead letters", rejected.size() - FIRST_FEW);
        }
    }

    private static LoggingEventBuilder with(
            Decoded decoded, Outcome outcome, @Nullable String entityId, LoggingEventBuilder line) {
        LoggingEventBuilder fields = EventFields.of(decoded.source(), line).addKeyValue("outcome", outcome.label());
        return entityId == null ? fields : fields.addKeyValue("entity_id", entityId);
    }
}
