package dev.rollcall.startup.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic as Kafka has it now. Asked through the admin client, since a producer that asks for a topic's metadata creates it
 * on brokers that allow that, with the wrong number of partitions.
 *
 * @param replicas of its first partition
 * @param settings all of them, those of the broker's own values too
 */
public record FoundTopic(int partitions, int replicas, Map<String, String> settings) {

    public FoundTopic {
        settings = Map.copyOf(settings);
    }

    /**
     * Those of these topics that exist, by name.
     *
     * @throws RightMissingException when Kafka refuses one of them
     */
    public static Map<String, FoundTopic> of(Admin admin, List<String> names) {
        Map<String, TopicDescription> descriptions = new HashMap<>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, asked) ->
                        described(name, asked).ifPresent(description -> descriptions.put(name, description)));
        Map<String, Map<String, String>> settings = settings(admin, new ArrayList<>(descriptions.keySet()));
        Map<String, FoundTopic> found = new HashMap<>();
        descriptions.forEach((name, description) -> found.put(
                name,
                new FoundTopic(
                        description.partitions().size(),
                        description.partitions().getFirst().replicas().size(),
                        settings.getOrDefault(name, Map.of()))));
        return found;
    }

    private static Optional<TopicDescription> described(String name, KafkaFuture<TopicDescription> asked) {
        try {
            return Optional.of(AdminAnswer.of(asked, "DESCRIBE", List.of(name)));
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
    }

    private static Map<String, Map<String, String>> settings(Admin admin, List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        Map<ConfigResource, Config> described =
                AdminAnswer.of(admin.describeConfigs(resources).all(), "DESCRIBE_CONFIGS", names);
        described.forEach((resource, config) -> {
            Map<String, String> values = new HashMap<>();
            for (ConfigEntry entry : config.entries()) {
                if (entry.value() != null) {
                    values.put(entry.name(), entry.value());
                }
            }
            settings.put(resource.name(), values);
        });
        return settings;
    }
}
