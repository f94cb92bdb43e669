package dev.rollcall.model.topic;

import java.util.Map;

/**
 * How a topic must be declared.
 *
 * @param name the full name, prefix included
 * @param partitions fixed at creation: adding partitions moves keys
 * @param settings topic settings as Kafka names them; those that the design fixes, no others
 */
public record TopicSpecification(String name, int partitions, Map<String, String> settings) {

    public TopicSpecification {
        settings = Map.copyOf(settings);
    }
}
