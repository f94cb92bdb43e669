package dev.rollcall.gateway.publish;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Kafka.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param topicPrefix put before the name of every topic; the same for gateways, workers and commands
 * @param deliveryTimeout how long the producer tries before it gives a record up and the sender is answered 503; 500ms
 *     to 2200ms, since the answer has to be out within 2.5 s
 * @param properties further Kafka client settings, such as {@code [security.protocol]}; those that the promises rest on
 *     cannot be changed
 */
@ConfigurationProperties("rollcall.kafka")
public record KafkaSettings(
        @DefaultValue("localhost:19092") String bootstrapServers,
        @DefaultValue("") String topicPrefix,
        @DefaultValue("2s") Duration deliveryTimeout,
        @DefaultValue Map<String, String> properties) {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s,:/]+:\\d{1,5}|\\[[0-9a-fA-F:.%]+]:\\d{1,5}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");
    private static final Duration SHORTEST_DELIVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELIVERY = Duration.ofMillis(2200);

    public KafkaSettings {
        List<String> addresses = Arrays.stream(bootstrapServers.split(",", -1))
                .map(String::strip)
                .toList();
        if (!addresses.stream().allMatch(address -> ADDRESS.matcher(address).matches())) {
            throw new SettingRefusedException(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "is not a list of addresses",
                    "write host:port, several separated by commas, such as localhost:19092");
        }
        bootstrapServers = String.join(",", addresses);
        if (!PREFIX.matcher(topicPrefix).matches()) {
            throw new SettingRefusedException(
                    "ROLLCALL_TOPIC_PREFIX",
                    "cannot be part of a topic's name",
                    "use at most 100 letters, digits, '.', '_' or '-'");
        }
        if (deliveryTimeout.compareTo(SHORTEST_DELIVERY) < 0 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new SettingRefusedException(
                    "rollcall.kafka.delivery-timeout",
                    "is " + deliveryTimeout,
                    "write a time between 500ms and 2200ms");
        }
        properties = Map.copyOf(properties);
    }

    /** Names of further settings only: their values may be passwords. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", prefix '" + topicPrefix + "', " + deliveryTimeout + ", "
                + properties.keySet() + "]";
    }
}
