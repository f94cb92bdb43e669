package dev.rollcall.worker.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** A transactional producer whose calls may be unanswered, before or after they took effect. */
final class SimulatedProducer extends MockProducer<byte[], byte[]> {

    private final World world;
    private final SimulatedKafka kafka;
    private final String transactionalId;
    private int epoch;
    private boolean committed;

    SimulatedProducer(World world, SimulatedKafka kafka, String transactionalId) {
        this.world = world;
        this.kafka = kafka;
        this.transactionalId = transactionalId;
    }

    private void maybeUnanswered() {
        if (world.fault()) {
            throw new TimeoutException("no answer");
        }
    }

    @Override
    public void initTransactions() {
        world.scheduler.pause();
        maybeUnanswered();
        epoch = kafka.initialize(transactionalId);
        maybeUnanswered();
    }

    @Override
    public void beginTransaction() {
        committed = false;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        if (world.fault()) {
            return CompletableFuture.failedFuture(new TimeoutException("no answer"));
        }
        kafka.append(transactionalId, epoch, record);
        return CompletableFuture.completedFuture(
                new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0));
    }

    @Override
    public void flush() {
        world.scheduler.pause();
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        world.scheduler.pause();
        maybeUnanswered();
        kafka.addOffsets(transactionalId, epoch, offsets, groupMetadata);
        maybeUnanswered();
    }

    /** May be called again after it was not answered. */
    @Override
    public void commitTransaction() {
        world.scheduler.pause();
        maybeUnanswered();
        if (!committed) {
            kafka.commit(transactionalId, epoch);
            committed = true;
        }
        world.scheduler.pause();
        maybeUnanswered();
    }

    @Override
    public void close(Duration timeout) {
        // What it left open stays open, as after a kill.
    }
}
