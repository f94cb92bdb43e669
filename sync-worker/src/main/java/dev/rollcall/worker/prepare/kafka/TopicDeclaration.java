package dev.rollcall.worker.prepare.kafka;

import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.startup.kafka.AdminAnswer;
import dev.rollcall.startup.kafka.FoundTopic;
import dev.rollcall.startup.kafka.TopicProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The command {@code topics}: topics are declared, never made by use. */
public final class TopicDeclaration {

    private static final long LED_SECONDS = 60;

    private TopicDeclaration() {}

    /**
     * Makes the topics that are missing, and returns when every partition of them takes records.
     *
     * @param replicationFactor -1 for the broker's default
     * @return the names of those made now
     */
    public static List<String> declare(Admin admin, List<TopicSpecification> topics, short replicationFactor) {
        Set<String> existing = AdminAnswer.of(admin.listTopics().names(), "DESCRIBE", List.of());
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> newTopic(topic, replicationFactor))
                .toList();
        AdminAnswer.of(admin.createTopics(missing).all(), "CREATE", namesOf(missing));
        awaitLeaders(admin, missing);
        return missing.stream().map(NewTopic::name).toList();
    }

    /** What a cluster of this size is asked for when nobody says otherwise. Needs no right: any client may ask who serves it. */
    public static short replicationOf(Admin admin) {
        return replicationOf(AdminAnswer.of(admin.describeCluster().nodes(), "DESCRIBE", List.of())
                .size());
    }

    /** Three copies where three brokers can hold them: one may fail, and records are acknowledged by two all the same. */
    static short replicationOf(int brokers) {
        return (short) Math.clamp(brokers, 1, TopicProblem.REPLICATED);
    }

    /**
     * A topic is made before its partitions are. Of several batches that an idempotent producer has in flight to one that
     * is being made, the first may be refused and the second taken; the first is then out of order, and is refused until
     * it expires.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> made) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (NewTopic topic : made) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        List<String> names = namesOf(made);
        long begun = System.nanoTime();
        while (true) {
            try {
                AdminAnswer.of(admin.describeTopics(names).allTopicNames(), "DESCRIBE", names);
                // The client retries until each leader answers, unless a broker does not know the topic yet.
                AdminAnswer.of(admin.listOffsets(partitions).all(), "DESCRIBE", names);
                return;
            } catch (UnknownTopicOrPartitionException | org.apache.kafka.common.errors.TimeoutException notYet) {
                if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(LED_SECONDS)) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static List<String> namesOf(List<NewTopic> topics) {
        return topics.stream().map(NewTopic::name).toList();
    }

    /** With three copies two have to have a record before it is acknowledged: Kafka's own default is one. */
    static NewTopic newTopic(TopicSpecification topic, short replicationFactor) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        if (replicationFactor >= TopicProblem.REPLICATED) {
            settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(settings);
    }

    /** Which topic it is, and into how many partitions it is divided. */
    public record Identity(Uuid id, int partitions) {}

    /** Kafka's id of a topic now. */
    public static Uuid idOf(Admin admin, String topic) {
        return identityOf(admin, topic).id();
    }

    /** Kafka's id of a topic as PostgreSQL stores it. */
    public static UUID stored(Uuid topicId) {
        return new UUID(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
    }

    /** Asked of Kafka now. */
    public static Identity identityOf(Admin admin, String topic) {
        TopicDescription description = AdminAnswer.of(
                        admin.describeTopics(List.of(topic)).allTopicNames(), "DESCRIBE", List.of(topic))
                .get(topic);
        if (description == null) {
            throw new IllegalStateException("topic " + topic + " was described without a description");
        }
        return new Identity(description.topicId(), description.partitions().size());
    }

    /**
     * What lag is held against.
     *
     * @param retentionSeconds infinite when records are kept for ever
     */
    public record Shape(int partitions, double retentionSeconds) {}

    /** How a topic of Kafka is now. */
    public static Shape shapeOf(Admin admin, String topic) {
        FoundTopic found = FoundTopic.of(admin, List.of(topic)).get(topic);
        if (found == null) {
            throw new UnknownTopicOrPartitionException("no topic " + topic);
        }
        String millis = found.settings().get(TopicConfig.RETENTION_MS_CONFIG);
        long retention = millis == null ? -1 : Long.parseLong(millis);
        return new Shape(found.partitions(), retention < 0 ? Double.POSITIVE_INFINITY : retention / 1e3);
    }
}
