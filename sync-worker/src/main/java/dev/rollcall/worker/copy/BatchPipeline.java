package dev.rollcall.worker.copy;

import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.BatchTurn;
import dev.rollcall.worker.copy.consume.Condemned;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.failure.DeadLetterRefusedException;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.resolve.BatchResolver;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.store.StoreTransaction;
import dev.rollcall.worker.copy.trace.TraceOrigins;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * One batch from bytes to commit: the only class that knows all steps, and the one that holds both transactions.
 *
 * <p>The change events are sent before the database commits, while its row locks are held: so the order in a change
 * topic is the order of versions, whichever partition or worker wrote the row. The database commits before Kafka: if
 * the process dies in between, the records come again, and the rows that carry their coordinates are announced then.
 */
public final class BatchPipeline implements BatchProcessor {

    private final RecordDecoder decoder;
    private final Store store;
    private final InstanceBinding instance;
    private final ChangeAnnouncer announcer;
    private final DeadLetters deadLetters;
    private final Consumer<BatchStep> steps;

    /** @param steps called after each step, on the batch's thread */
    public BatchPipeline(
            RecordDecoder decoder,
            Store store,
            InstanceBinding instance,
            ChangeAnnouncer announcer,
            DeadLetters deadLetters,
            Consumer<BatchStep> steps) {
        this.decoder = decoder;
        this.store = store;
        this.instance = instance;
        this.announcer = announcer;
        this.deadLetters = deadLetters;
        this.steps = steps;
    }

    @Override
    public BatchResult process(PolledBatch batch, Condemned condemned, KafkaTransaction kafka, BatchTurn turn)
            throws SQLException {
        long start = System.nanoTime();
        List<Decoded> decoded = decode(batch.records(), condemned);
        at(BatchStep.DECODED, turn);
        try (StoreTransaction transaction = store.begin(turn::goesOn)) {
            try {
                Progress progress = transaction.lock(batch, turn::logStart);
                at(BatchStep.PROGRESS_LOCKED, turn);
                // By the binding that this transaction holds: an earlier one may have been corrected since.
                InstanceBinding.Screened screened = instance.screen(decoded, transaction);
                Resolution resolution = BatchResolver.resolve(screened.events());
                Applied applied = transaction.apply(resolution, progress);
                transaction.advance(batch, progress);
                at(BatchStep.APPLIED, turn);
                kafka.begin();
                at(BatchStep.ANNOUNCING, turn);
                kafka.send(announcer.announce(
                        applied.toAnnounce(), screened.instance(), new TraceOrigins(batch, progress)::of));
                bury(resolution, kafka);
                at(BatchStep.SENT, turn);
                kafka.flush();
                at(BatchStep.FLUSHED, turn);
                if (!turn.assignmentUnchanged()) {
                    throw new RebalanceInProgressException("the assignment changed during the batch");
                }
                transaction.commit();
                at(BatchStep.DATABASE_COMMITTED, turn);
                long committedAt = System.currentTimeMillis();
                kafka.addOffsets(batch.nextOffsets(), batch.group());
                at(BatchStep.OFFSETS_ADDED, turn);
                kafka.commit();
                at(BatchStep.KAFKA_COMMITTED, turn);
                return new BatchResult(resolution, applied, committedAt, Duration.ofNanos(System.nanoTime() - start));
            } catch (SQLException | RuntimeException failed) {
                rollBack(transaction, failed);
                throw failed;
            }
        }
    }

    /** The changes before them are flushed, so that whatever is refused now is a dead letter. */
    private void bury(Resolution resolution, KafkaTransaction kafka) {
        if (resolution.rejected().isEmpty()) {
            return;
        }
        kafka.flush();
        try {
            kafka.send(deadLetters.records(resolution.rejected()));
            kafka.flush();
        } catch (RecordTooLargeException | RecordBatchTooLargeException refused) {
            throw new DeadLetterRefusedException(refused);
        }
    }

    private void at(BatchStep step, BatchTurn turn) {
        turn.goesOn();
        steps.accept(step);
    }

    private List<Decoded> decode(List<SourceRecord> records, Condemned condemned) {
        List<Decoded> decoded = new ArrayList<>(records.size());
        for (SourceRecord record : records) {
            Failure failure = condemned.failureOf(record);
            decoded.add(
                    failure == null || failure.code() == null
                            ? decoder.decode(record)
                            : decoder.describe(record, failure.code(), "refused alone: " + failure.label()));
        }
        return decoded;
    }

    private static void rollBack(StoreTransaction transaction, Exception failed) {
        try {
            transaction.rollBack();
        } catch (SQLException broken) {
            failed.addSuppressed(broken);
        }
    }
}
