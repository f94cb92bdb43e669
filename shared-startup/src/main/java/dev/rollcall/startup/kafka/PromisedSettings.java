package dev.rollcall.startup.kafka;

import dev.rollcall.startup.SettingRefusedException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The client settings that Rollcall's promises rest on, each with the values that are its own anyway. Another value would
 * lose events, reorder them or show subscribers what was taken back, so it is refused at the start.
 */
final class PromisedSettings {

    private static final Set<String> ITS_OWN = Set.of();

    private static final Map<String, Set<String>> OF_CONSUMERS = Map.ofEntries(
            Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, Set.of("false")),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, ITS_OWN),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, Set.of("false")),
            Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ITS_OWN),
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, ITS_OWN),
            Map.entry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ITS_OWN),
            Map.entry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, Set.of("classic")),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, Set.of("read_committed")),
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, Set.of(ByteArrayDeserializer.class.getName())),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, ITS_OWN),
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ITS_OWN),
            Map.entry(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    Set.of(CooperativeStickyAssignor.class.getName())),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Set.of(ByteArrayDeserializer.class.getName())));

    private static final Map<String, Set<String>> OF_PRODUCERS = Map.of(
            ProducerConfig.ACKS_CONFIG, Set.of("all", "-1"),
            ProducerConfig.COMPRESSION_TYPE_CONFIG, ITS_OWN,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, Set.of("true"),
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, Set.of(ByteArraySerializer.class.getName()),
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, Set.of("5"),
            ProducerConfig.PARTITIONER_CLASS_CONFIG, ITS_OWN,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, Set.of("false"),
            ProducerConfig.RETRIES_CONFIG, Set.of(Integer.toString(Integer.MAX_VALUE)),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG, ITS_OWN,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Set.of(ByteArraySerializer.class.getName()));

    private PromisedSettings() {}

    /**
     * Looks at what consumers and producers are given.
     *
     * @param inFile the names that the properties file holds
     * @throws SettingRefusedException for the first that is another than Rollcall's
     */
    static void check(Map<String, Object> consumers, Map<String, Object> producers, Set<String> inFile) {
        refuseOthers(OF_CONSUMERS, consumers, inFile);
        refuseOthers(OF_PRODUCERS, producers, inFile);
    }

    private static void refuseOthers(Map<String, Set<String>> promised, Map<String, Object> given, Set<String> inFile) {
        promised.keySet().stream().sorted().forEach(name -> {
            Object value = given.get(name);
            if (value != null && !promised.getOrDefault(name, ITS_OWN).contains(text(value))) {
                throw new SettingRefusedException(
                        inFile.contains(name) ? KafkaClientSettings.FILE_VARIABLE : "spring.kafka",
                        "sets " + name + ", which Rollcall's promises rest on",
                        "leave it out");
            }
        });
    }

    private static String text(Object value) {
        return value instanceof Class<?> type ? type.getName() : value.toString();
    }
}
