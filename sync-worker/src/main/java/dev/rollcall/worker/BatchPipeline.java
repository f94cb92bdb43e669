package dev.rollcall.worker;

import dev.rollcall.worker.announce.ChangeAnnouncer;
import dev.rollcall.worker.apply.BatchApplier;
import dev.rollcall.worker.batch.Applied;
import dev.rollcall.worker.batch.BatchResult;
import dev.rollcall.worker.batch.Decoded;
import dev.rollcall.worker.batch.PolledBatch;
import dev.rollcall.worker.batch.Resolution;
import dev.rollcall.worker.batch.SourceRecord;
import dev.rollcall.worker.consume.BatchProcessor;
import dev.rollcall.worker.consume.Condemned;
import dev.rollcall.worker.decode.RecordDecoder;
import dev.rollcall.worker.failure.Failure;
import dev.rollcall.worker.instance.InstanceBinding;
import dev.rollcall.worker.progress.Progress;
import dev.rollcall.worker.progress.ProgressTable;
import dev.rollcall.worker.reject.DeadLetters;
import dev.rollcall.worker.resolve.BatchResolver;
import dev.rollcall.worker.transaction.KafkaTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * One batch from bytes to commit: the only class that knows all steps, and the one that holds both transactions.
 *
 * <p>The change events are sent before the database commits, while its row locks are held: so the order in a change
 * topic is the order of versions, whichever partition or worker wrote the row. The database commits before Kafka: if
 * the process dies in between, the records come again, and the rows that carry their coordinates are announced then.
 */
public final class BatchPipeline implements BatchProcessor {

    private final RecordDecoder decoder;
    private final BatchApplier applier = new BatchApplier();
    private final DataSource database;
    private final InstanceBinding instance;
    private final ChangeAnnouncer announcer;
    private final DeadLetters deadLetters;
    private final Consumer<BatchStep> steps;

    /** @param steps told after each step; it runs on the batch's thread */
    public BatchPipeline(
            RecordDecoder decoder,
            DataSource database,
            InstanceBinding instance,
            ChangeAnnouncer announcer,
            DeadLetters deadLetters,
            Consumer<BatchStep> steps) {
        this.decoder = decoder;
        this.database = database;
        this.instance = instance;
        this.announcer = announcer;
        this.deadLetters = deadLetters;
        this.steps = steps;
    }

    @Override
    public BatchResult process(
            PolledBatch batch,
            Condemned condemned,
            KafkaTransaction kafka,
            BooleanSupplier assignmentUnchanged,
            ToLongFunction<TopicPartition> logStart)
            throws SQLException {
        long start = System.nanoTime();
        Resolution resolution = BatchResolver.resolve(instance.screen(decode(batch.records(), condemned)));
        steps.accept(BatchStep.RESOLVED);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Progress progress = ProgressTable.lock(connection, batch, logStart);
                steps.accept(BatchStep.PROGRESS_LOCKED);
                Applied applied = applier.apply(connection, resolution, progress);
                deadLetters.project(connection, resolution.rejected(), progress);
                ProgressTable.advance(connection, batch, progress);
                steps.accept(BatchStep.APPLIED);
                kafka.begin();
                steps.accept(BatchStep.ANNOUNCING);
                kafka.send(announcer.announce(applied.toAnnounce(), instance.label()));
                kafka.send(deadLetters.records(resolution.rejected()));
                steps.accept(BatchStep.SENT);
                kafka.flush();
                steps.accept(BatchStep.FLUSHED);
                if (!assignmentUnchanged.getAsBoolean()) {
                    throw new RebalanceInProgressException("the assignment changed during the batch");
                }
                connection.commit();
                steps.accept(BatchStep.DATABASE_COMMITTED);
                long committedAt = System.currentTimeMillis();
                kafka.addOffsets(batch.nextOffsets(), batch.group());
                steps.accept(BatchStep.OFFSETS_ADDED);
                kafka.commit();
                steps.accept(BatchStep.KAFKA_COMMITTED);
                return new BatchResult(resolution, applied, committedAt, Duration.ofNanos(System.nanoTime() - start));
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        }
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

    /** Ends the transaction now, not when the pool gets round to it: it holds locks. After a commit it does nothing. */
    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failed.addSuppressed(broken);
        }
    }
}
