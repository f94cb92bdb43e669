package dev.rollcall.gateway.publish;

import dev.rollcall.model.topic.TopicSpecification;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Compares the topic with its declaration. Asks through the admin client, since a producer that asks for a topic's
 * metadata creates it on brokers that allow that, with the wrong number of partitions.
 */
final class TopicCheck {

    private final TopicSpecification expected;

    TopicCheck(TopicSpecification expected) {
        this.expected = expected;
    }

    /** Returns what is wrong and what to do about it, or nothing. */
    Optional<String> problem(Admin admin) throws InterruptedException {
        try {
            TopicDescription found = admin.describeTopics(List.of(expected.name()))
                    .allTopicNames()
                    .get()
                    .get(expected.name());
            int partitions = found == null ? 0 : found.partitions().size();
            // More partitions are no reason to refuse webhooks: the order of arrival does not matter, and Kafka never
            // removes any.
            if (partitions < expected.partitions()) {
                return Optional.of("the topic " + expected.name() + " has " + partitions + " partitions and must have "
                        + expected.partitions() + ": delete it if it is empty and run `rollcall topics`");
            }
            return tooSmall(admin);
        } catch (ExecutionException failed) {
            return Optional.of(explain(failed.getCause() == null ? failed : failed.getCause(), "DESCRIBE"));
        } catch (KafkaException failed) {
            return Optional.of(explain(failed, "DESCRIBE"));
        }
    }

    /** With a topic that refuses what the gateway accepts, the sender would retry in vain for a day. */
    private Optional<String> tooSmall(Admin admin) throws InterruptedException {
        String setting = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
        String wanted = expected.settings().get(setting);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, expected.name());
        Config config;
        try {
            config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        } catch (ExecutionException failed) {
            return Optional.of(explain(failed.getCause() == null ? failed : failed.getCause(), "DESCRIBE_CONFIGS"));
        }
        ConfigEntry entry = config == null ? null : config.get(setting);
        if (wanted == null || entry == null || Long.parseLong(entry.value()) >= Long.parseLong(wanted)) {
            return Optional.empty();
        }
        return Optional.of("the topic " + expected.name() + " has " + setting + " " + entry.value() + " and must have "
                + wanted + ": run `rollcall topics`");
    }

    /** @param right what was asked for */
    String explain(Throwable failure, String right) {
        String refusal = KafkaTrouble.refusal(failure, expected.name(), right);
        if (refusal != null) {
            return refusal;
        }
        return failure instanceof UnknownTopicOrPartitionException
                ? "the topic " + expected.name() + " does not exist: run `rollcall topics`"
                : "Kafka cannot be asked about the topic " + expected.name() + " ("
                        + failure.getClass().getSimpleName() + "): check KAFKA_BOOTSTRAP_SERVERS, or wait";
    }
}
