package dev.rollcall.worker.copy;

import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.BatchTurn;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.failure.DeadLetterRefusedException;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.progress.WritingRecords;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.resolve.BatchResolver;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.store.StoreTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    public BatchPipeline(
            RecordDecoder decoder,
            Store store,
            InstanceBinding instance,
            ChangeAnnouncer announcer,
            DeadLetters deadLetters) {
        this.decoder = decoder;
        this.store = store;
        this.instance = instance;
        this.announcer = announcer;
        this.deadLetters = deadLetters;
    }

    @Override
    public BatchResult process(PolledBatch batch, KafkaTransaction kafka, BatchTurn turn) throws SQLException {
        long start = System.nanoTime();
        List<Decoded> decoded = decode(batch.records(), turn);
        turn.reached(BatchStep.DECODED);
        try (StoreTransaction transaction = store.begin(turn::goesOn)) {
            try {
                Progress progress = transaction.lock(batch, turn::logStart);
                turn.reached(BatchStep.PROGRESS_LOCKED);
                // By the binding that this transaction holds: an earlier one may have been corrected since.
                InstanceBinding.Screened screened = instance.screen(decoded, transaction);
                Resolution resolution = BatchResolver.resolve(screened.events());
                Applied applied = transaction.apply(resolution, progress);
                transaction.advance(batch, progress);
                turn.reached(BatchStep.APPLIED);
                kafka.begin();
                turn.reached(BatchStep.ANNOUNCING);
                kafka.send(announcer.announce(
                        applied.toAnnounce(), screened.instance(), new WritingRecords(batch, progress)::of));
                bury(resolution, kafka);
                turn.reached(BatchStep.SENT);
                kafka.flush();
                turn.reached(BatchStep.FLUSHED);
                if (!turn.assignmentUnchanged()) {
                    throw new RebalanceInProgressException("the assignment changed during the batch");
                }
                transaction.commit();
                turn.reached(BatchStep.DATABASE_COMMITTED);
                long committedAt = turn.nowMillis();
                kafka.addOffsets(batch.nextOffsets(), batch.group());
                turn.reached(BatchStep.OFFSETS_ADDED);
                BatchResult result =
                        new BatchResult(resolution, applied, committedAt, Duration.ofNanos(System.nanoTime() - start));
                turn.committing(result);
                kafka.commit();
                turn.reached(BatchStep.KAFKA_COMMITTED);
                return result.took(Duration.ofNanos(System.nanoTime() - start));
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

    private List<Decoded> decode(List<SourceRecord> records, BatchTurn turn) {
        List<Decoded> decoded = new ArrayList<>(records.size());
        for (SourceRecord record : records) {
            Failure failure = turn.failureOf(record);
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
