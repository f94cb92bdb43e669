package dev.rollcall.worker.operate.again;

import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import dev.rollcall.worker.operate.replay.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends the present version of rows into their change topics once more, batch by batch.
 *
 * <p>No old version may ever stand behind a newer one of its key, whoever else writes meanwhile and wherever this process
 * stands still. So a batch locks its rows, and only then reads them; it sends, and returns from the flush, while it holds
 * the locks; then the database's transaction ends, and only after it has committed, Kafka's. The worker, which needs the
 * same locks to write a newer version, announces that version after the flush. If this process stood still for so long
 * that the database took the locks away, its commit fails, and what was sent is never committed. If it stands still after
 * the database's commit, the records are at their place in the log already: Kafka either commits or aborts them there.
 */
public final class AnnounceAgain {

    private static final int MOST_IN_A_BATCH = 1_000;

    /** Rows whose content is in memory at a time, at most. */
    private static final int CHUNK_ROWS = 25;

    /** After so many a batch ends early: its locks are held while it is sent. */
    private static final long BATCH_BYTES = 4 * 1024 * 1024;

    private static final int ATTEMPTS = 5;
    private static final int ROWS_PER_LINE = 50_000;

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final KafkaTransaction kafka;
    private final ChangeAnnouncer announcer;
    private final Pace pace;
    private final int batchRows;
    private final Duration pause;

    /**
     * @param kafka with a transactional id that no worker has; closed by the caller
     * @param pace of rows; waited for between batches, when no row is locked
     * @param pause before a batch that failed is done again
     */
    public AnnounceAgain(
            DataSource database, KafkaTransaction kafka, ChangeAnnouncer announcer, Pace pace, Duration pause) {
        this.database = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.kafka = kafka;
        this.announcer = announcer;
        this.pace = pace;
        batchRows = Math.min(pace.perSecond(), MOST_IN_A_BATCH);
        this.pause = pause;
    }

    /**
     * What was announced.
     *
     * @param rows versions that are in the topic once more
     * @param missing ids that were asked for and are of no such row
     */
    public record Result(long rows, List<String> missing) {}

    /** @param next where the following batch begins: the last id by the primary key; null when there is none */
    private record Batch(List<String> announced, @Nullable String next) {}

    /**
     * Returns when Kafka has committed everything.
     *
     * @param progress lines for the operator
     * @throws KafkaException when Kafka refuses, or five attempts on one batch have failed
     * @throws DataAccessException likewise of the database
     */
    public Result run(Selection selection, Actor actor, Consumer<String> progress) throws InterruptedException {
        StoredRows rows = new StoredRows(database, selection.table(), selection.ended());
        audit(
                actor,
                Action.ANNOUNCE_BEGUN,
                selection,
                selection.ids().isEmpty() ? rows.count() : selection.ids().size());
        Result result = selection.ids().isEmpty() ? all(rows, progress) : only(rows, selection.ids(), progress);
        audit(actor, Action.ANNOUNCE_DONE, selection, result.rows());
        return result;
    }

    private void audit(Actor actor, Action action, Selection selection, long count) {
        AuditLog.write(database, actor, action, selection.describe(), count, null);
    }

    private Result all(StoredRows rows, Consumer<String> progress) throws InterruptedException {
        long announced = 0;
        long lines = 0;
        @Nullable String after = null;
        do {
            String from = after;
            Batch batch = batch(rows, () -> rows.page(from, batchRows), progress);
            announced += batch.announced().size();
            if (announced / ROWS_PER_LINE > lines) {
                lines = announced / ROWS_PER_LINE;
                progress.accept(announced + " rows so far");
            }
            after = batch.next();
        } while (after != null);
        return new Result(announced, List.of());
    }

    private Result only(StoredRows rows, List<String> ids, Consumer<String> progress) throws InterruptedException {
        List<String> missing = new ArrayList<>(ids);
        long announced = 0;
        List<String> left = ids;
        while (!left.isEmpty()) {
            List<String> asked = left.subList(0, Math.min(batchRows, left.size()));
            Batch batch = batch(rows, () -> asked, progress);
            missing.removeAll(batch.announced());
            announced += batch.announced().size();
            left = left.subList(batch.next() == null ? asked.size() : asked.indexOf(batch.next()) + 1, left.size());
        }
        return new Result(announced, missing);
    }

    private interface Page {
        List<String> ids();
    }

    private Batch batch(StoredRows rows, Page page, Consumer<String> progress) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Batch batch = attempt(rows, page);
                pace.await(batch.announced().size());
                return batch;
            } catch (DataAccessException | TransactionException | KafkaException failed) {
                if (attempt == ATTEMPTS || Refusal.is(failed) || isTooLarge(failed)) {
                    throw failed;
                }
                progress.accept("A batch failed (" + failed.getClass().getSimpleName() + ") and is done again");
                Thread.sleep(pause);
            }
        }
    }

    private static boolean isTooLarge(Throwable failed) {
        return failed instanceof RecordTooLargeException;
    }

    /** After a failure the producer is closed: whatever it has sent is aborted, and a new one begins. */
    private Batch attempt(StoredRows rows, Page page) {
        boolean committed = false;
        try {
            kafka.open();
            Batch batch = transactions.execute(status -> send(rows, page));
            // Reached only if the database has committed: as long as the locks were held nobody wrote a newer version.
            if (batch != null && !batch.announced().isEmpty()) {
                kafka.commit();
            }
            committed = true;
            return batch == null ? new Batch(List.of(), null) : batch;
        } finally {
            if (!committed) {
                kafka.close();
            }
        }
    }

    private Batch send(StoredRows rows, Page page) {
        List<String> asked = page.ids();
        List<String> locked = rows.lock(asked);
        if (locked.isEmpty()) {
            return new Batch(List.of(), asked.size() < batchRows ? null : asked.getLast());
        }
        String instance = instance();
        kafka.begin();
        long bytes = 0;
        List<String> announced = new ArrayList<>();
        // By the order of the page, so that a batch which ends early is a beginning of it.
        List<String> inOrder = new ArrayList<>(asked);
        inOrder.retainAll(new HashSet<>(locked));
        for (int from = 0; from < inOrder.size() && bytes < BATCH_BYTES; from += CHUNK_ROWS) {
            for (List<String> ids : rows.portions(inOrder.subList(from, Math.min(from + CHUNK_ROWS, inOrder.size())))) {
                if (bytes >= BATCH_BYTES) {
                    break;
                }
                List<ProducerRecord<byte[], byte[]>> changes =
                        announcer.announceAgain(rows.read(ids), instance).toList();
                kafka.send(changes.stream());
                bytes += changes.stream().mapToLong(AnnounceAgain::bytesOf).sum();
                announced.addAll(ids);
            }
        }
        kafka.flush();
        boolean whole = announced.size() == inOrder.size();
        return new Batch(announced, whole ? asked.size() < batchRows ? null : asked.getLast() : announced.getLast());
    }

    private static long bytesOf(ProducerRecord<byte[], byte[]> change) {
        return change.value() == null ? 0 : change.value().length;
    }

    /** By this transaction: an earlier answer may have been corrected since. */
    private String instance() {
        String bound = InstanceBinding.of(database);
        return bound == null ? InstanceBinding.UNKNOWN : bound;
    }
}
