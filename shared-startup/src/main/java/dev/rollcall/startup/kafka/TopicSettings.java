package dev.rollcall.startup.kafka;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.SettingRefusedException;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the topics are called; how Kafka is reached is in {@code spring.kafka.*}.
 *
 * @param topicPrefix put before the name of every topic and of the consumer group; the same for gateways, workers and
 *     commands
 */
@ConfigurationProperties("rollcall.kafka")
public record TopicSettings(@DefaultValue("") String topicPrefix) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");

    public TopicSettings {
        if (!PREFIX.matcher(topicPrefix).matches()) {
            throw new SettingRefusedException(
                    "ROLLCALL_TOPIC_PREFIX",
                    "cannot be part of a topic's name",
                    "use at most 100 letters, digits, '.', '_' or '-'");
        }
    }

    public Topics topics() {
        return new Topics(topicPrefix);
    }
}
