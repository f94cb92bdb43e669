package dev.rollcall.gateway.publish;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long is tried; how Kafka is reached is in {@code spring.kafka.*}, and what the topics are called in {@code
 * rollcall.kafka.topic-prefix}.
 *
 * @param deliveryTimeout how long the producer tries before it gives a record up and the sender is answered 503; 500ms
 *     to 2200ms, since the answer has to be out within 2.5 s
 */
@ConfigurationProperties("rollcall.kafka")
public record KafkaSettings(@DefaultValue("2s") Duration deliveryTimeout) {

    private static final Duration SHORTEST_DELIVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELIVERY = Duration.ofMillis(2200);

    public KafkaSettings {
        if (deliveryTimeout.compareTo(SHORTEST_DELIVERY) < 0 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new SettingRefusedException(
                    "rollcall.kafka.delivery-timeout",
                    "is " + deliveryTimeout,
                    "write a time between 500ms and 2200ms");
        }
    }
}
