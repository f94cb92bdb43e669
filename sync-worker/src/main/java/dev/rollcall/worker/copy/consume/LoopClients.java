package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.announce.KafkaTransaction;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer of a loop, made when it is needed and after each failure that may have ended it, and its producer. */
final class LoopClients {

    private static final Logger LOG = LoggerFactory.getLogger(LoopClients.class);

    private final Function<Joining, Consumer<byte[], byte[]>> consumers;
    private final KafkaTransaction kafka;
    private final Partitions partitions;
    private final LoopState state;
    private final Heartbeat heartbeat;

    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean pollFailed;
    private String reads = "";

    LoopClients(
            Function<Joining, Consumer<byte[], byte[]>> consumers,
            KafkaTransaction kafka,
            Partitions partitions,
            LoopState state,
            LongSupplier nanoTime) {
        heartbeat = new Heartbeat(nanoTime);
        this.consumers = consumers;
        this.kafka = kafka;
        this.partitions = partitions;
        this.state = state;
    }

    /** A sign of life of a loop that does nothing but wait. */
    void rest() {
        if (consumer == null) {
            state.rests();
        } else {
            state.goesOn();
        }
    }

    /** Whether a poll is no worse than a sleep: it could fail at once and endlessly. */
    boolean mayPollWhileWaiting() {
        return consumer != null && !pollFailed;
    }

    Consumer<byte[], byte[]> opened(String topic) {
        if (consumer == null) {
            heartbeat.forget();
            consumer = consumers.apply(heartbeat);
            consumer.subscribe(List.of(topic), new Assignment(consumer, partitions, assigned -> tell(topic, assigned)));
        }
        return consumer;
    }

    /** Once for each change: a consumer that is made anew mostly gets back what the one before it had. */
    private void tell(String topic, Set<TopicPartition> assigned) {
        String now = assigned.isEmpty()
                ? "no partition of " + topic
                : assigned.stream()
                        .map(TopicPartition::partition)
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", topic + "-", ""));
        if (!now.equals(reads)) {
            reads = now;
            LOG.info("reads {}", now);
        }
    }

    /** See {@link Heartbeat#secondsAgo}. */
    double heardSecondsAgo(Consumer<byte[], byte[]> opened) {
        return heartbeat.secondsAgo(opened);
    }

    /** See {@link Heartbeat#isLost(Consumer)}. */
    boolean isLost(Consumer<byte[], byte[]> opened) {
        return heartbeat.isLost(opened);
    }

    /**
     * Kafka's client reports only once that its heartbeat thread has ended, by any exception of a poll, and then polls
     * as if nothing had happened: so any exception of a poll, except for a position that no longer exists, is the end
     * of the consumer.
     */
    ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> opened, Duration timeout) {
        pollFailed = true;
        state.goesOn();
        try {
            ConsumerRecords<byte[], byte[]> polled = opened.poll(timeout);
            pollFailed = false;
            return polled;
        } catch (InvalidOffsetException outOfRange) {
            throw outOfRange;
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Which partitions the next poll reads: a held one is tried alone, one without a position is not read at all.
     *
     * @param waiting none of them
     * @param solo the held one whose turn it is
     */
    void choose(Consumer<byte[], byte[]> opened, boolean waiting, @Nullable TopicPartition solo) {
        Set<TopicPartition> paused = new HashSet<>();
        Set<TopicPartition> read = new HashSet<>();
        for (TopicPartition partition : opened.assignment()) {
            PartitionState known = partitions.of(partition);
            boolean turn = solo == null ? !known.isHeld() : partition.equals(solo);
            (known.position() != null && turn && !waiting ? read : paused).add(partition);
        }
        opened.pause(paused);
        opened.resume(read);
    }

    /** To make them anew. */
    void close() {
        close(false);
    }

    /** @param leaving whether the group is left too: a member with a name keeps its partitions otherwise */
    void close(boolean leaving) {
        kafka.close();
        partitions.forgetAll();
        state.left();
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(2))
                        .withGroupMembershipOperation(
                                leaving
                                        ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                        : CloseOptions.GroupMembershipOperation.DEFAULT));
            } catch (RuntimeException ignored) {
                LOG.debug("A consumer did not close cleanly", ignored);
            }
            consumer = null;
        }
    }
}
