package dev.rollcall.worker.prepare.kafka;

import dev.rollcall.model.topic.TopicSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The command {@code topics}, and the check of both apps: topics are declared, never made by use. */
public final class TopicDeclaration {

    private static final long ANSWER_SECONDS = 10;
    private static final long LED_SECONDS = 60;
    private static final int REPLICATED = 3;
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    private TopicDeclaration() {}

    /**
     * Makes the topics that are missing, and returns when every partition of them takes records.
     *
     * @param replicationFactor -1 for the broker's default
     * @return the names of those made now
     */
    public static List<String> declare(Admin admin, List<TopicSpecification> topics, short replicationFactor) {
        Set<String> existing = answer(admin.listTopics().names(), "DESCRIBE", List.of());
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> newTopic(topic, replicationFactor))
                .toList();
        answer(admin.createTopics(missing).all(), "CREATE", namesOf(missing));
        awaitLeaders(admin, missing);
        return missing.stream().map(NewTopic::name).toList();
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
                answer(admin.describeTopics(names).allTopicNames(), "DESCRIBE", names);
                // The client retries until each leader answers, unless a broker does not know the topic yet.
                answer(admin.listOffsets(partitions).all(), "DESCRIBE", names);
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
        if (replicationFactor >= REPLICATED) {
            settings.put(MIN_IN_SYNC, "2");
        }
        return new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(settings);
    }

    /** What differs from the declaration, one line each, with what to do. */
    public static List<String> problems(Admin admin, List<TopicSpecification> topics) {
        Set<String> existing = answer(admin.listTopics().names(), "DESCRIBE", List.of());
        List<String> problems = new ArrayList<>();
        List<TopicSpecification> present = new ArrayList<>();
        for (TopicSpecification topic : topics) {
            if (existing.contains(topic.name())) {
                present.add(topic);
            } else {
                problems.add("topic " + topic.name() + " is missing; run the command \"topics\"");
            }
        }
        List<String> names = present.stream().map(TopicSpecification::name).toList();
        Map<String, TopicDescription> descriptions =
                answer(admin.describeTopics(names).allTopicNames(), "DESCRIBE", names);
        Map<String, Map<String, String>> settings = settings(admin, names);
        for (TopicSpecification topic : present) {
            TopicDescription description = descriptions.get(topic.name());
            if (description != null && description.partitions().size() != topic.partitions()) {
                problems.add("topic " + topic.name() + " has "
                        + description.partitions().size() + " partitions instead of " + topic.partitions()
                        + "; once nobody needs what is in it, delete it and run the command \"topics\"");
            }
            if (description != null
                    && description.partitions().getFirst().replicas().size() >= REPLICATED
                    && "1".equals(settings.getOrDefault(topic.name(), Map.of()).get(MIN_IN_SYNC))) {
                problems.add("topic " + topic.name() + " has " + MIN_IN_SYNC
                        + "=1: what is acknowledged may be on one broker" + " only; change it to 2 with kafka-configs");
            }
            new TreeMap<>(topic.settings()).forEach((name, value) -> {
                String actual = settings.getOrDefault(topic.name(), Map.of()).get(name);
                if (!value.equals(actual)) {
                    problems.add("topic " + topic.name() + " has " + name + "=" + actual + " instead of " + value
                            + "; change it with kafka-configs");
                }
            });
        }
        return problems;
    }

    /** Kafka's id of a topic now. */
    public static Uuid idOf(Admin admin, String topic) {
        TopicDescription description = answer(
                        admin.describeTopics(List.of(topic)).allTopicNames(), "DESCRIBE", List.of(topic))
                .get(topic);
        if (description == null) {
            throw new IllegalStateException("topic " + topic + " was described without a description");
        }
        return description.topicId();
    }

    /**
     * What lag is held against.
     *
     * @param retentionSeconds infinite when records are kept for ever
     */
    public record Shape(int partitions, double retentionSeconds) {}

    /** A topic as Kafka has it now. */
    public static Shape shapeOf(Admin admin, String topic) {
        TopicDescription description = answer(
                        admin.describeTopics(List.of(topic)).allTopicNames(), "DESCRIBE", List.of(topic))
                .get(topic);
        String millis =
                settings(admin, List.of(topic)).getOrDefault(topic, Map.of()).get("retention.ms");
        long retention = millis == null ? -1 : Long.parseLong(millis);
        return new Shape(
                description == null ? 0 : description.partitions().size(),
                retention < 0 ? Double.POSITIVE_INFINITY : retention / 1e3);
    }

    private static Map<String, Map<String, String>> settings(Admin admin, List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        Map<ConfigResource, Config> described =
                answer(admin.describeConfigs(resources).all(), "DESCRIBE_CONFIGS", names);
        described.forEach((resource, config) -> {
            Map<String, String> values = new HashMap<>();
            for (ConfigEntry entry : config.entries()) {
                values.put(entry.name(), entry.value());
            }
            settings.put(resource.name(), values);
        });
        return settings;
    }

    /**
     * Waits for an answer.
     *
     * @param right that Kafka asks for, on all of the topics
     */
    private static <T> T answer(KafkaFuture<T> future, String right, List<String> topics) {
        try {
            return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                throw new RightMissingException(right, topics);
            }
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (TimeoutException unanswered) {
            throw new org.apache.kafka.common.errors.TimeoutException("the cluster did not answer", unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(interrupted);
        }
    }
}
