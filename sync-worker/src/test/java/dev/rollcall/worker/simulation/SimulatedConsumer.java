package dev.rollcall.worker.simulation;

import dev.rollcall.worker.copy.consume.HeartbeatAge;
import dev.rollcall.worker.copy.consume.Joining;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A static member of the group. It learns only in poll what has become of its partitions, as the real one does. */
final class SimulatedConsumer extends MockConsumer<byte[], byte[]> {

    private final World world;
    private final SimulatedKafka kafka;
    private final String identity;
    private final int largestBatch;
    private final Joining joining;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<TopicPartition> halted = new HashSet<>();
    private Set<TopicPartition> assigned = Set.of();
    private String memberId = "";
    private int generation = -1;
    private @Nullable ConsumerRebalanceListener listener;

    /** Since when its heartbeat thread has ended: nothing comes any more, and Kafka gives what it had to others. */
    private @Nullable Long silentSince;

    SimulatedConsumer(World world, SimulatedKafka kafka, String identity, int largestBatch, Joining joining) {
        super("none");
        this.world = world;
        this.kafka = kafka;
        this.identity = identity;
        this.largestBatch = largestBatch;
        this.joining = joining;
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
        halted.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        halted.removeAll(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        positions.put(partition, offset);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        world.scheduler.pause();
        if (silentSince == null && world.refusal() && kafka.isMember(identity, memberId)) {
            silentSince = world.nanoTime();
            kafka.expire(identity);
            if (world.chance(0.5)) {
                throw new SaslAuthenticationException("the credentials were away for a moment");
            }
        }
        if (silentSince != null) {
            world.pass(timeout.toNanos());
            return ConsumerRecords.empty();
        }
        if (world.refusal()) {
            throw new GroupAuthorizationException("sync");
        }
        if (!kafka.isMember(identity, memberId)) {
            memberId = kafka.join(identity);
            adopt(false);
            return ConsumerRecords.empty();
        }
        if (generation != kafka.generation()) {
            // Of one step nobody else had what stays; of more somebody may have had it meanwhile.
            adopt(kafka.generation() == generation + 1);
            return ConsumerRecords.empty();
        }
        return fetch(timeout);
    }

    private void adopt(boolean keepsWhatStays) {
        ConsumerRebalanceListener callback = Objects.requireNonNull(listener);
        Set<TopicPartition> now = kafka.assignment(identity);
        Set<TopicPartition> gone = new HashSet<>(assigned);
        Set<TopicPartition> added = new HashSet<>(now);
        if (keepsWhatStays) {
            gone.removeAll(now);
            added.removeAll(assigned);
        }
        generation = kafka.generation();
        joining.began();
        joining.ended();
        if (!gone.isEmpty()) {
            callback.onPartitionsRevoked(gone);
            positions.keySet().removeAll(gone);
            halted.removeAll(gone);
        }
        assigned = now;
        callback.onPartitionsAssigned(added);
    }

    private ConsumerRecords<byte[], byte[]> fetch(Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> following = new HashMap<>();
        int left = 1 + world.random.nextInt(largestBatch);
        for (TopicPartition partition : ordered()) {
            long from = positions.getOrDefault(partition, 0L);
            long to = Math.min(kafka.end(partition), from + left);
            if (!halted.contains(partition) && from < to) {
                records.put(partition, new ArrayList<>(kafka.log(partition).subList((int) from, (int) to)));
                positions.put(partition, to);
                following.put(partition, new OffsetAndMetadata(to));
                left -= (int) (to - from);
            }
        }
        if (records.isEmpty()) {
            world.pass(timeout.toNanos());
        }
        return new ConsumerRecords<>(records, following);
    }

    /** Which partition is first differs from poll to poll. */
    private List<TopicPartition> ordered() {
        Map<Integer, TopicPartition> sorted = new TreeMap<>();
        int shift = world.random.nextInt(SimulatedKafka.PARTITIONS);
        assigned.forEach(
                partition -> sorted.put((partition.partition() + shift) % SimulatedKafka.PARTITIONS, partition));
        return List.copyOf(sorted.values());
    }

    /** Its heartbeat may have told it already that it was replaced. The constructors are going away; there is no other. */
    @SuppressWarnings("removal")
    @Override
    public ConsumerGroupMetadata groupMetadata() {
        boolean told = generation != kafka.generation() && world.chance(0.5);
        return told
                ? new ConsumerGroupMetadata("sync", -1, "", Optional.of(identity))
                : new ConsumerGroupMetadata("sync", generation, memberId, Optional.of(identity));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        world.scheduler.pause();
        if (world.fault()) {
            throw new TimeoutException("no answer");
        }
        return kafka.committed(partitions);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        partitions.forEach(partition -> starts.put(partition, 0L));
        return starts;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, kafka.end(partition)));
        return ends;
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return OptionalLong.empty();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return HeartbeatAge.of(() -> {
            Long since = world.has(Sabotage.AGE_OF_HEARTBEATS) ? null : silentSince;
            return since == null ? 0.0 : Math.floor((world.nanoTime() - since) / 1e9);
        });
    }

    @Override
    public void close(CloseOptions option) {
        // A static member does not leave.
    }
}
