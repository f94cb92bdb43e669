package dev.rollcall.gateway.publish;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is written where; how Kafka is reached is in {@code spring.kafka.*}.
 *
 * @param topicPrefix put before the name of every topic; the same for gateways, workers and commands
 * @param deliveryTimeout how long the producer tries before it gives a record up and the sender is answered 503; 500ms
 *     to 2200ms, since the answer has to be out within 2.5 s
 */
@ConfigurationProperties("rollcall.kafka")
public record KafkaSettings(
        @DefaultValue("") String topicPrefix,
        @DefaultValue("2s") Duration deliveryTimeout) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");
    private static final Duration SHORTEST_DELIVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELIVERY = Duration.ofMillis(2200);

    public KafkaSettings {
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
    }
}
