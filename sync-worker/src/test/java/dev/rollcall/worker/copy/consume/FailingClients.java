package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.store.StoreTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Clients of one loop that fail as they are told to, in a time that passes only while something waits. */
final class FailingClients {

    private static final TopicPartition PARTITION = new TopicPartition("clerk.events", 0);
    private static final int FAR_TOO_MANY = 5_000;

    final List<Failure> failures = new ArrayList<>();
    int polls;
    int opened;
    int closed;
    int committed;

    /** What every poll, every opening of the producer, every batch throws; null for nothing. */
    @Nullable RuntimeException pollThrows;

    @Nullable RuntimeException openThrows;

    @Nullable RuntimeException batchThrows;

    /** What every commit throws, and whether it has happened all the same. */
    @Nullable RuntimeException commitThrows;

    boolean commitsHappen;

    /** Whether the database takes nothing else either. */
    boolean databaseAtFault;

    /** Of the records that came again after they were condemned. */
    int condemnedRecords;

    /** Whether there are records, all the time. */
    boolean hasRecords;

    /** What Kafka assigns to every consumer. */
    Set<TopicPartition> given = Set.of(PARTITION);

    /** Whether Kafka never lets a consumer in that asks. */
    boolean joinsForEver;

    /** The first offset that Kafka still has. */
    long logStart;

    /** Of the loop's life. */
    Duration length = Duration.ofMinutes(2);

    /** Who hears when the newest consumer joins. */
    @Nullable Joining joining;

    /** How long ago each consumer, once it polled, sent its last heartbeat; null for never. */
    @Nullable Double heartbeatSecondsAgo = 1.0;

    private final LoopSources sources = new LoopSources(
            new NoStore(),
            () -> new Uuid(1, 2),
            new LoopClock(() -> this.nanos, Clock.systemUTC(), () -> 1.0, this::pass));
    private final PartitionLoop loop = new PartitionLoop(
            new LoopSettings("clerk.events", "worker-0", 0, 100, Duration.ofMillis(250)),
            Client::new,
            new KafkaTransaction(FailingProducer::new),
            this::process,
            sources,
            new Counting());
    private Runnable atHalfTime = () -> {};
    private boolean halfTimePassed;
    private long nanos = 1;

    /** What changes after half of the time. */
    FailingClients then(Runnable change) {
        atHalfTime = change;
        return this;
    }

    /** The loop's life. */
    LoopState run() {
        loop.run();
        return loop.state();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        if (!halfTimePassed && nanos > length.toNanos() / 2) {
            halfTimePassed = true;
            atHalfTime.run();
        }
        if (nanos > length.toNanos()) {
            loop.stop();
        }
    }

    private BatchResult process(PolledBatch batch, KafkaTransaction kafka, BatchTurn turn) {
        pass(Duration.ofMillis(100));
        condemnedRecords += (int) batch.records().stream()
                .filter(record -> turn.failureOf(record) != null)
                .count();
        if (batchThrows != null) {
            throw batchThrows;
        }
        BatchResult result = new BatchResult(
                new Resolution(Map.of(), List.of(), List.of()), new Applied(List.of(), List.of()), 0, Duration.ZERO);
        turn.committing(result);
        if (commitThrows != null) {
            throw commitThrows;
        }
        return result;
    }

    private final class Counting implements LoopListener {
        @Override
        public void committed(PolledBatch batch, BatchResult result) {
            committed++;
        }

        @Override
        public void failed(Failure failure) {
            failures.add(failure);
        }

        @Override
        public void ended(String line) {
            throw new AssertionError(line);
        }
    }

    private final class FailingProducer extends MockProducer<byte[], byte[]> {
        @Override
        public void initTransactions() {
            if (openThrows != null) {
                throw openThrows;
            }
        }
    }

    private final class Client extends MockConsumer<byte[], byte[]> {
        private Set<TopicPartition> assigned = Set.of();
        private boolean halted;
        private @Nullable ConsumerRebalanceListener listener;

        Client(Joining told) {
            super("none");
            opened++;
            joining = told;
        }

        @Override
        public void subscribe(Collection<String> topics, ConsumerRebalanceListener callback) {
            listener = callback;
        }

        @Override
        public Set<TopicPartition> assignment() {
            return assigned;
        }

        @Override
        public void pause(Collection<TopicPartition> partitions) {
            halted = halted || !partitions.isEmpty();
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            halted = halted && partitions.isEmpty();
        }

        @Override
        public void seek(TopicPartition partition, long offset) {
            // There is always the same to read.
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (++polls > FAR_TOO_MANY) {
                throw new OutOfMemoryError("polled " + polls + " times in " + nanos / 1_000_000 + " ms");
            }
            if (pollThrows != null) {
                // At once, as a client does whose broker has answered.
                throw pollThrows;
            }
            if (joinsForEver) {
                joining.began();
            } else if (!assigned.equals(given)) {
                assigned = given;
                joining.ended();
                listener.onPartitionsAssigned(assigned);
            } else if (hasRecords && !halted && timeout.isPositive()) {
                return new ConsumerRecords<>(
                        Map.of(
                                PARTITION,
                                List.of(new ConsumerRecord<>("clerk.events", 0, 7, new byte[0], new byte[0]))),
                        Map.of(PARTITION, new OffsetAndMetadata(8)));
            }
            pass(timeout);
            return ConsumerRecords.empty();
        }

        @SuppressWarnings("removal")
        @Override
        public ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("rollcall-sync");
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            return commitsHappen ? Map.of(PARTITION, new OffsetAndMetadata(8)) : Map.of();
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            return Map.of(PARTITION, logStart);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return Map.of(PARTITION, 100L);
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            return OptionalLong.empty();
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return HeartbeatAge.of(
                    () -> heartbeatSecondsAgo == null || assigned.isEmpty() ? -1.0 : heartbeatSecondsAgo);
        }

        @Override
        public void close(CloseOptions option) {
            closed++;
        }
    }

    private final class NoStore implements Store {
        @Override
        public StoreTransaction begin(Runnable goesOn) {
            throw new AssertionError("no batch reaches a store here");
        }

        @Override
        public Map<Integer, ProgressTable.Position> positions(Uuid topicId) {
            return Map.of();
        }

        @Override
        public boolean controlWriteSucceeds() {
            return !databaseAtFault;
        }
    }
}
