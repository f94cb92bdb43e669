package dev.rollcall.worker.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One log, one group, and the transactions on them, as far as the loop can tell. */
final class SimulatedKafka {

    static final String EVENTS = "clerk.events";
    static final int PARTITIONS = 3;

    /** One record of a change topic or of the dead letters. */
    record Appended(String key, ProducerRecord<byte[], byte[]> record, Transaction transaction) {

        String header(String name) {
            return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
        }
    }

    /** A transaction of one producer. */
    static final class Transaction {
        private final List<Appended> records = new ArrayList<>();
        private final Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        private boolean committed;
    }

    private static final class Member {
        private String memberId = "";
        private final Set<TopicPartition> assigned = new TreeSet<>(SimulatedKafka::byPartition);
    }

    /** Told of what a transaction committed. */
    interface Witness {
        void committed(List<Appended> records, Map<TopicPartition, Long> offsets);
    }

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log =
            new TreeMap<>(SimulatedKafka::byPartition);
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<String, List<Appended>> appended = new TreeMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Map<String, Transaction> open = new HashMap<>();
    private final Map<String, Member> members = new TreeMap<>();
    private final World world;
    private final Witness witness;
    private int generation = 1;
    private int memberIds;

    SimulatedKafka(World world, Witness witness) {
        this.world = world;
        this.witness = witness;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            log.put(new TopicPartition(EVENTS, partition), new ArrayList<>());
        }
    }

    private static int byPartition(TopicPartition one, TopicPartition other) {
        return Integer.compare(one.partition(), other.partition());
    }

    // The log.

    List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return log.getOrDefault(partition, List.of());
    }

    long end(TopicPartition partition) {
        return log(partition).size();
    }

    boolean isDrained() {
        return open.isEmpty()
                && log.keySet().stream().allMatch(partition -> committed.getOrDefault(partition, 0L) == end(partition));
    }

    /** What a reader at read_committed gets of a key, in order. */
    List<Appended> readCommitted(String key) {
        return appended.getOrDefault(key, List.of()).stream()
                .filter(one -> one.transaction().committed)
                .toList();
    }

    /** The same of everything, key by key. */
    List<Appended> readCommitted() {
        return appended.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.transaction().committed)
                .toList();
    }

    // The group.

    /** @return the id of the new member, which takes the place of an earlier one of that name */
    String join(String identity) {
        String memberId = identity + "#" + ++memberIds;
        boolean known = members.containsKey(identity);
        members.computeIfAbsent(identity, name -> new Member()).memberId = memberId;
        if (!known || world.chance(0.5)) {
            rebalance();
        }
        return memberId;
    }

    boolean isMember(String identity, String memberId) {
        Member member = members.get(identity);
        return member != null && member.memberId.equals(memberId);
    }

    boolean hasMember(String identity) {
        return members.containsKey(identity);
    }

    int generation() {
        return generation;
    }

    Set<TopicPartition> assignment(String identity) {
        Member member = members.get(identity);
        return member == null ? Set.of() : new HashSet<>(member.assigned);
    }

    /**
     * The partitions go to the member that the seed says, at once: a member with a batch in hand learns of it later.
     */
    void rebalance() {
        generation++;
        List<Member> all = List.copyOf(members.values());
        all.forEach(member -> member.assigned.clear());
        if (!all.isEmpty()) {
            log.keySet()
                    .forEach(partition ->
                            all.get(world.random.nextInt(all.size())).assigned.add(partition));
        }
    }

    /** A member was not heard of for too long. */
    void expire(String identity) {
        if (members.remove(identity) != null) {
            rebalance();
        }
    }

    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        if (open.values().stream()
                .anyMatch(transaction -> transaction.offsets.keySet().stream().anyMatch(partitions::contains))) {
            throw new TimeoutException("offsets are not stable");
        }
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        partitions.forEach(partition -> {
            Long offset = committed.get(partition);
            known.put(partition, offset == null ? null : new OffsetAndMetadata(offset));
        });
        return known;
    }

    // Transactions.

    /** Ends what a predecessor of that id left open, and locks it out. */
    int initialize(String transactionalId) {
        open.remove(transactionalId);
        return epochs.merge(transactionalId, 1, Integer::sum);
    }

    /** The broker does the same when a transaction has been open for too long. */
    void expireTransaction(String transactionalId) {
        if (open.containsKey(transactionalId)) {
            initialize(transactionalId);
        }
    }

    void append(String transactionalId, int epoch, ProducerRecord<byte[], byte[]> record) {
        Transaction transaction = transaction(transactionalId, epoch);
        String key = record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8);
        Appended one = new Appended(key, record, transaction);
        transaction.records.add(one);
        appended.computeIfAbsent(key, each -> new ArrayList<>()).add(one);
    }

    void addOffsets(
            String transactionalId,
            int epoch,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        Transaction transaction = transaction(transactionalId, epoch);
        boolean current = group.generationId() == generation
                && isMember(group.groupInstanceId().orElse(""), group.memberId());
        if (!current && !world.has(Sabotage.FENCING_OF_MEMBERS)) {
            throw new CommitFailedException("the member was replaced");
        }
        offsets.forEach((partition, offset) -> transaction.offsets.put(partition, offset.offset()));
    }

    void commit(String transactionalId, int epoch) {
        Transaction transaction = transaction(transactionalId, epoch);
        open.remove(transactionalId);
        transaction.committed = true;
        committed.putAll(transaction.offsets);
        witness.committed(transaction.records, transaction.offsets);
    }

    private Transaction transaction(String transactionalId, int epoch) {
        if (!Objects.equals(epochs.get(transactionalId), epoch)) {
            throw new ProducerFencedException("a newer producer has the transactional id");
        }
        return open.computeIfAbsent(transactionalId, id -> new Transaction());
    }

    @Nullable Long committedOffset(TopicPartition partition) {
        return committed.get(partition);
    }
}
