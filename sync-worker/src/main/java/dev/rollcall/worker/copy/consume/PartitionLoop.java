package dev.rollcall.worker.copy.consume;

import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.Gathering.Gathered;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.failure.FailureClassifier;
import dev.rollcall.worker.copy.progress.DatabaseWentBackException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
    private final KafkaTransaction kafka;
    private final BatchProcessor processor;
    private final LoopSources sources;
    private final LoopListener listener;

    private final Recovery recovery;
    private final Fencing fencing;
    private final Partitions partitions;
    private final LoopState state;
    private final LoopClients clients;
    private final UnansweredCommit commit = new UnansweredCommit();

    private int failuresOutside;
    private int refusals;
    private int refusedCommits;
    private long waitUntilNanos;
    private volatile boolean stopping;

    PartitionLoop(
            LoopSettings settings,
            Function<Joining, Consumer<byte[], byte[]>> consumers,
            KafkaTransaction kafka,
            BatchProcessor processor,
            LoopSources sources,
            LoopListener listener) {
        this.settings = settings;
        this.kafka = kafka;
        this.processor = processor;
        this.sources = sources;
        this.listener = listener;
        recovery = new Recovery(settings.largest(), sources::jitter);
        state = new LoopState(sources::nanoTime, sources.time());
        fencing = new Fencing(sources::nanoTime);
        partitions = new Partitions(sources, state::goesOn);
        clients = new LoopClients(consumers, kafka, partitions, state, sources::nanoTime);
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
                    if (waiting && !clients.mayPollWhileWaiting()) {
                        rest();
                    } else {
                        turn(clients.opened(settings.topic()), waiting);
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
            clients.close(settings.leaves() && stopping);
        }
    }

    /** Polling meanwhile, as a waiting loop does to stay a member, could fail at once and endlessly. */
    private void rest() {
        clients.rest();
        Duration left = Duration.ofNanos(waitUntilNanos - sources.nanoTime());
        sources.sleep(left.compareTo(settings.poll()) < 0 ? left : settings.poll());
    }

    private void turn(Consumer<byte[], byte[]> consumer, boolean waiting) throws SQLException {
        if (clients.isLost(consumer)) {
            clients.close();
            throw new Heartbeat.LostException();
        }
        TopicPartition solo = null;
        if (!waiting) {
            kafka.open();
            state.goesOn();
            commit.settle(consumer, partitions, listener);
            partitions.loseWhatTheDatabaseLost();
            if (partitions.findPositions(consumer)) {
                sources.log().fact(settings.topic() + " was made again: all positions are found anew");
            }
            solo = partitions.due(sources.nanoTime());
        }
        clients.choose(consumer, waiting, solo);
        ConsumerRecords<byte[], byte[]> polled = clients.poll(consumer, solo == null ? settings.poll() : SOLO_POLL);
        double heardSecondsAgo = clients.heardSecondsAgo(consumer);
        state.polled(consumer.assignment().size(), waiting, partitions.heldCount(), heardSecondsAgo);
        if (!polled.isEmpty()) {
            Gathered gathered = gathering(consumer, solo).from(polled);
            state.goesOn();
            if (gathered != null && partitions.areIn(gathered.batch().topicId())) {
                process(consumer, gathered, solo);
            } else {
                partitions.loseAll();
            }
        } else if (solo != null) {
            partitions.hold(solo, sources.nanoTime(), recovery);
        } else if (!waiting) {
            state.idle();
            partitions.loseAllIfTopicWasMadeAgain();
        }
    }

    private Gathering gathering(Consumer<byte[], byte[]> consumer, @Nullable TopicPartition solo) {
        BatchLimit limit = solo == null ? recovery.limit() : recovery.limit().withRecords(1);
        return new Gathering(
                consumer,
                partitions,
                sources::topicId,
                () -> clients.poll(consumer, Duration.ZERO),
                limit,
                settings.memory().polls());
    }

    private void process(Consumer<byte[], byte[]> consumer, Gathered gathered, @Nullable TopicPartition solo) {
        PolledBatch batch = gathered.batch();
        state.working(batch.records().getFirst().record().timestamp());
        long began = sources.nanoTime();
        commit.forget();
        try {
            BatchResult result =
                    processor.process(batch, kafka, new LoopTurn(consumer, batch, partitions, state, commit, listener));
            gathered.polled().forEach((partition, span) -> {
                PolledBatch.Slice done = batch.slices().get(partition);
                long next = done == null ? span.start() : done.next();
                partitions.committed(partition, next);
                if (next != span.next()) {
                    consumer.seek(partition, next);
                }
            });
            if (solo != null) {
                partitions.release(solo);
            }
            recovery.succeeded();
            commit.forget();
            refusals = 0;
            refusedCommits = 0;
            state.caughtUpTo(consumer, batch);
            listener.committed(batch, result);
        } catch (RuntimeException | SQLException failed) {
            readAgain(consumer, gathered);
            listener.failed(batch, FailureClassifier.classify(failed), Duration.ofNanos(sources.nanoTime() - began));
            batchFailed(batch, failed, solo);
        }
    }

    private void readAgain(Consumer<byte[], byte[]> consumer, Gathered gathered) {
        kafka.abandon();
        gathered.polled().forEach((partition, span) -> partitions.seek(consumer, partition, span.start()));
    }

    private void batchFailed(PolledBatch batch, Exception failed, @Nullable TopicPartition solo) {
        if (failed instanceof DatabaseWentBackException back) {
            sources.log().fact(String.valueOf(back.getMessage()));
            // It stands before the others too, and they may be quiet.
            partitions.loseAll();
            return;
        }
        fencing.note(failed);
        Failure failure = FailureClassifier.classify(failed);
        refusedCommits = Refusal.ofMember(failed) ? refusedCommits + 1 : 0;
        if (Refusal.ofWhoAsks(failed) || refusedCommits >= TOO_MANY_REFUSED_COMMITS) {
            // No record is at fault, and none could be committed: this loop has to reconnect to Kafka.
            refusedCommits = 0;
            clients.close();
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
                partitions.lose(batch.slices().keySet());
                report(failure, failed, batch.records(), again.pause());
            }
            case Recovery.Decision.Judge judge -> {
                report(failure, failed, batch.records(), Duration.ZERO);
                judge(batch.records().getFirst(), failure, judge.waitIfOutage());
            }
        }
    }

    private void judge(SourceRecord record, Failure failure, Duration waitIfOutage) {
        partitions.lose(Set.of(record.partition()));
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
            partitions.condemn(record, failure);
        } else {
            sources.log()
                    .repeated(
                            Level.ERROR,
                            record,
                            failure,
                            "held",
                            where + " with " + failure.label()
                                    + " and may be good: its partition waits, the others go on");
            partitions.hold(record.partition(), sources.nanoTime(), recovery);
        }
        recovery.succeeded();
    }

    /** A failure to open, to position or to poll: whatever was polled is read again. */
    private void outsideBatch(Exception failed) {
        state.goesOn();
        if (failed instanceof InvalidOffsetException outOfRange) {
            sources.log().fact(outOfRange.partitions() + " no longer has the position it was read at; finding it anew");
            partitions.lose(outOfRange.partitions());
            waitFor(failuresOutside++ == 0 ? Duration.ZERO : recovery.waitAfter(failuresOutside));
            return;
        }
        if (fencing.note(failed) || Refusal.is(failed)) {
            clients.close();
        }
        partitions.loseAll();
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
}
