package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.copy.failure.Failure;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** One member takes its time with a batch while another comes: until it joins too, Kafka keeps all others waiting. */
class LongRebalanceIT {

    private static final String LOOP = "worker-0-0";

    @Test
    void theOthersReadOnAndKeepTheirConsumers() throws Exception {
        try (WorkerHarness worker = new WorkerHarness();
                KafkaConsumer<byte[], byte[]> slow = member(worker, "slow");
                KafkaConsumer<byte[], byte[]> newcomer = member(worker, "newcomer")) {
            worker.start("worker-0", 1);
            worker.await("the slow member has partitions", () -> {
                slow.poll(Duration.ofMillis(100));
                return !slow.assignment().isEmpty();
            });
            Set<TopicPartition> others = Set.copyOf(slow.assignment());
            worker.await("the loop has the rest", () -> {
                slow.poll(Duration.ofMillis(100));
                return reads(worker, others);
            });
            Thread joining = Thread.ofVirtual().start(() -> join(newcomer));
            worker.await(
                    "the loop has sent no heartbeat for longer than its session",
                    () -> heardSecondsAgo() > 20 || !worker.failures.isEmpty());
            int partition = partitionNotOf(others);
            worker.produce(List.of(Events.user("m", "created", "user_meanwhile", 1, "Eve", List.of())), partition);
            worker.await(
                    "it reads on",
                    () -> worker.database.rows("select id from clerk.users").equals(List.of("user_meanwhile")));
            assertThat(worker.failures).extracting(Failure::label).doesNotContain("LostException");
            assertThat(heardSecondsAgo()).as("the rebalance is not over").isGreaterThan(20);
            newcomer.wakeup();
            joining.join();
        }
    }

    private static void join(KafkaConsumer<byte[], byte[]> newcomer) {
        try {
            newcomer.poll(Duration.ofMinutes(4));
        } catch (WakeupException over) {
            // The test is done with it.
        }
    }

    private static KafkaConsumer<byte[], byte[]> member(WorkerHarness worker, String name) {
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        worker.kafka.bootstrapServers(),
                        "group.id",
                        worker.group,
                        "group.instance.id",
                        name,
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.interval.ms",
                        300_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        member.subscribe(List.of(worker.topics.events()));
        return member;
    }

    /** Whether a new record of every partition that the slow member does not have would be the loop's. */
    private static boolean reads(WorkerHarness worker, Set<TopicPartition> others) {
        try {
            return worker.admin.describeConsumerGroups(List.of(worker.group)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> member.groupInstanceId().orElse("").equals(LOOP))
                    .anyMatch(member -> member.assignment().topicPartitions().size() == 12 - others.size());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static int partitionNotOf(Set<TopicPartition> others) {
        List<Integer> free = new ArrayList<>();
        for (int partition = 0; partition < 12; partition++) {
            int number = partition;
            if (others.stream().noneMatch(other -> other.partition() == number)) {
                free.add(partition);
            }
        }
        return free.getFirst();
    }

    /** As Kafka's client says. */
    private static double heardSecondsAgo() {
        try {
            return (double) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("kafka.consumer:type=consumer-coordinator-metrics,client-id=" + LOOP),
                            "last-heartbeat-seconds-ago");
        } catch (JMException notYet) {
            return -1;
        }
    }
}
