package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.Gathering.Gathered;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.failure.FailureClassifier;
import dev.rollcall.worker.copy.failure.Refusal;
import dev.rollcall.worker.copy.progress.DatabaseWentBackException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One thread's loop: poll, process, and recover. Nothing of a failed batch is kept in memory: its partitions are
 * positioned where it began, and Kafka delivers the records again. So a rebalance while waiting needs no special care.
 */
final class PartitionLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionLoop.class);

    /** A fetch for the other partitions may have to be answered first; that takes up to fetch.max.wait.ms. */
    private static final Duration SOLO_POLL = Duration.ofSeconds(2);

    /** A rebalance does this once, and the consumer learns of it; when it repeats, the consumer has not. */
    private static final int TOO_MANY_REFUSED_COMMITS = 3;

    private final LoopSettings settings;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final KafkaTransaction kafka;
    private final BatchProcessor processor;
    private final LoopSources sources;
    private final LoopListener listener;

    private final Recovery recovery;
    private final Fencing fencing;
    private final Condemned condemned = new Condemned();
    private final Holds holds = new Holds();
    private final Heartbeat heartbeat = new Heartbeat();

    private final Positions positions;

    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean pollFailed;
    private int failuresOutside;
    private int refusals;
    private int refusedCommits;
    private long waitUntilNanos;
    private final LoopState state;
    private volatile boolean stopping;

    PartitionLoop(
            LoopSettings settings,
            Supplier<Consumer<byte[], byte[]>> consumers,
            KafkaTransaction kafka,
            BatchProcessor processor,
            LoopSources sources,
            LoopListener listener) {
        this.settings = settings;
        this.consumers = consumers;
        this.kafka = kafka;
        this.processor = processor;
        this.sources = sources;
        this.listener = listener;
        recovery = new Recovery(settings.largest(), sources::jitter);
        state = new LoopState(sources::nanoTime);
        fencing = new Fencing(sources::nanoTime);
        positions = new Positions(sources, state::goesOn);
        waitUntilNanos = sources.nanoTime();
    }

    LoopState state() {
        return state;
    }

    /** Ends the loop after the batch in hand. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                try {
                    boolean waiting = sources.nanoTime() - waitUntilNanos < 0;
                    if (waiting && (consumer == null || pollFailed)) {
                        rest();
                    } else {
                        turn(opened(), waiting);
                        // A refused consumer reports it only some polls later: until it is a member, the failure may
                        // not be over.
                        failuresOutside = state.isMember() && !waiting ? 0 : failuresOutside;
                    }
                } catch (Fencing.TwoWorkersException hopeless) {
                    throw hopeless;
                } catch (RuntimeException | SQLException failed) {
                    outsideBatch(failed);
                }
            }
        } catch (Fencing.TwoWorkersException twoWorkers) {
            listener.ended(twoWorkers.line(settings.instance()));
        } catch (Error defect) {
            LOG.error("The worker cannot go on", defect);
            listener.ended("the worker cannot go on: " + defect.getClass().getName());
        } finally {
            state.ended();
            closeClients();
        }
    }

    /** Polling meanwhile, as a waiting loop does to stay a member, could fail at once and endlessly. */
    private void rest() {
        if (consumer == null) {
            state.rests();
        } else {
            state.goesOn();
        }
        Duration left = Duration.ofNanos(waitUntilNanos - sources.nanoTime());
        sources.sleep(left.compareTo(settings.poll()) < 0 ? left : settings.poll());
    }

    private void turn(Consumer<byte[], byte[]> consumer, boolean waiting) throws SQLException {
        if (Heartbeat.isLost(heartbeat.secondsAgo(consumer, sources.nanoTime()))) {
            closeClients();
            throw new Heartbeat.LostException();
        }
        TopicPartition solo = null;
        if (!waiting) {
            kafka.open();
            state.goesOn();
            if (positions.take(consumer)) {
                sources.log().fact(settings.topic() + " was made again: all positions are found anew");
                holds.clear();
                condemned.clear();
            }
            solo = holds.due(sources.nanoTime());
        }
        pause(consumer, waiting, solo);
        ConsumerRecords<byte[], byte[]> polled = poll(consumer, solo == null ? settings.poll() : SOLO_POLL);
        double heardSecondsAgo = heartbeat.secondsAgo(consumer, sources.nanoTime());
        state.polled(consumer.assignment().size(), waiting, holds.size(), heardSecondsAgo);
        if (!polled.isEmpty()) {
            Gathered gathered = gathering(consumer, solo).from(polled);
            state.goesOn();
            if (gathered != null && positions.areIn(gathered.batch().topicId())) {
                process(consumer, gathered, solo);
            } else {
                positions.clear();
            }
        } else if (solo != null) {
            holds.postpone(solo, sources.nanoTime());
        } else if (!waiting) {
            state.idle();
            positions.clearIfTopicWasMadeAgain();
        }
    }

    /**
     * Kafka's client reports only once that its heartbeat thread has ended, by any exception of a poll, and then polls
     * as if nothing had happened: so any exception of a poll, except for a position that no longer exists, is the end
     * of the consumer.
     */
    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
        pollFailed = true;
        state.goesOn();
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
            pollFailed = false;
            return polled;
        } catch (InvalidOffsetException outOfRange) {
            throw outOfRange;
        } catch (RuntimeException failed) {
            closeClients();
            throw failed;
        }
    }

    private Consumer<byte[], byte[]> opened() {
        if (consumer == null) {
            consumer = consumers.get();
            heartbeat.forget();
            listener.opened(consumer);
            consumer.subscribe(List.of(settings.topic()), new Assignment(consumer, positions, holds, condemned));
        }
        return consumer;
    }

    /** A held partition is tried alone; one without a position is not read at all. */
    private void pause(Consumer<byte[], byte[]> consumer, boolean waiting, @Nullable TopicPartition solo) {
        Set<TopicPartition> paused = new HashSet<>();
        Set<TopicPartition> read = new HashSet<>();
        for (TopicPartition partition : consumer.assignment()) {
            boolean positioned = positions.of(partition) != null;
            boolean turn = solo == null ? !holds.contains(partition) : partition.equals(solo);
            (positioned && turn && !waiting ? read : paused).add(partition);
        }
        consumer.pause(paused);
        consumer.resume(read);
    }

    private Gathering gathering(Consumer<byte[], byte[]> consumer, @Nullable TopicPartition solo) {
        BatchLimit limit = solo == null ? recovery.limit() : recovery.limit().withRecords(1);
        return new Gathering(
                consumer,
                positions,
                sources::topicId,
                () -> poll(consumer, Duration.ZERO),
                limit,
                settings.memory().polls());
    }

    private void process(Consumer<byte[], byte[]> consumer, Gathered gathered, @Nullable TopicPartition solo) {
        PolledBatch batch = gathered.batch();
        state.working(batch.records().getFirst().record().timestamp());
        try {
            BatchResult result = processor.process(batch, condemned, kafka, new LoopTurn(consumer, batch, state));
            gathered.polled().forEach((partition, span) -> {
                PolledBatch.Slice done = batch.slices().get(partition);
                long next = done == null ? span.start() : done.next();
                positions.move(partition, next);
                if (next != span.next()) {
                    consumer.seek(partition, next);
                }
                condemned.committed(partition, next);
            });
            if (solo != null) {
                holds.release(solo);
            }
            recovery.succeeded();
            refusals = 0;
            refusedCommits = 0;
            state.caughtUpTo(consumer, batch);
            listener.committed(batch, result);
        } catch (RuntimeException | SQLException failed) {
            readAgain(consumer, gathered);
            batchFailed(consumer, batch, failed, solo);
        }
    }

    private void readAgain(Consumer<byte[], byte[]> consumer, Gathered gathered) {
        kafka.abandon();
        gathered.polled().forEach((partition, span) -> positions.seek(consumer, partition, span.start()));
    }

    private void batchFailed(
            Consumer<byte[], byte[]> consumer, PolledBatch batch, Exception failed, @Nullable TopicPartition solo) {
        if (failed instanceof DatabaseWentBackException back) {
            sources.log().fact(String.valueOf(back.getMessage()));
            positions.seek(consumer, back.partition(), back.position());
            return;
        }
        fencing.note(failed);
        Failure failure = FailureClassifier.classify(failed);
        refusedCommits = Refusal.ofMember(failed) ? refusedCommits + 1 : 0;
        if (Refusal.ofWhoAsks(failed) || refusedCommits >= TOO_MANY_REFUSED_COMMITS) {
            // No record is at fault, and none could be committed: this loop has to reconnect to Kafka.
            refusedCommits = 0;
            closeClients();
            report(failure, failed, batch.records(), recovery.waitAfter(++refusals));
            return;
        }
        if (solo != null) {
            report(failure, failed, batch.records(), Duration.ZERO);
            judge(batch.records().getFirst(), failure, recovery.waitAfter(3));
            return;
        }
        switch (recovery.failed(failure, batch.size())) {
            case Recovery.Decision.Again again -> {
                // Only Kafka and the database know what has been committed meanwhile.
                positions.forget(batch.slices().keySet());
                report(failure, failed, batch.records(), again.pause());
            }
            case Recovery.Decision.Judge judge -> {
                report(failure, failed, batch.records(), Duration.ZERO);
                judge(batch.records().getFirst(), failure, judge.waitIfOutage());
            }
        }
    }

    private void judge(SourceRecord record, Failure failure, Duration waitIfOutage) {
        positions.forget(Set.of(record.partition()));
        state.goesOn();
        String where = record.partition() + " offset " + record.offset() + " fails alone";
        if (!sources.controlWriteSucceeds()) {
            sources.log()
                    .repeated(
                            Level.WARN,
                            record,
                            failure,
                            "outage",
                            where + ", and a control write failed too: the database is at fault, not the record");
            waitFor(waitIfOutage);
            return;
        }
        if (failure.code() != null) {
            sources.log().repeated(Level.WARN, record, failure, "condemned", where + ": it becomes a dead letter");
            condemned.add(record, failure);
        } else {
            sources.log()
                    .repeated(
                            Level.ERROR,
                            record,
                            failure,
                            "held",
                            where + " with " + failure.label()
                                    + " and may be good: its partition waits, the others go on");
            holds.hold(record.partition(), sources.nanoTime(), recovery);
        }
        recovery.succeeded();
    }

    /** A failure to open, to position or to poll: whatever was polled is read again. */
    private void outsideBatch(Exception failed) {
        state.goesOn();
        if (failed instanceof InvalidOffsetException outOfRange) {
            sources.log().fact(outOfRange.partitions() + " no longer has the position it was read at; finding it anew");
            positions.forget(outOfRange.partitions());
            waitFor(failuresOutside++ == 0 ? Duration.ZERO : recovery.waitAfter(failuresOutside));
            return;
        }
        if (fencing.note(failed) || Refusal.is(failed)) {
            closeClients();
        }
        positions.clear();
        report(FailureClassifier.classify(failed), failed, List.of(), recovery.waitAfter(++failuresOutside));
    }

    private void report(Failure failure, Exception failed, List<SourceRecord> batch, Duration wait) {
        listener.failed(failure);
        sources.log().failed(failure, failed, batch, wait, kafka.transactionalId());
        waitFor(wait);
    }

    private void waitFor(Duration wait) {
        waitUntilNanos = sources.nanoTime() + wait.toNanos();
    }

    private void closeClients() {
        kafka.close();
        positions.clear();
        holds.clear();
        condemned.clear();
        state.left();
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
            } catch (RuntimeException ignored) {
                LOG.debug("A consumer did not close cleanly", ignored);
            }
            consumer = null;
        }
    }
}
