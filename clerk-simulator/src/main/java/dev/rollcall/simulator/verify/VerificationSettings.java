package dev.rollcall.simulator.verify;

import dev.rollcall.simulator.world.WorldSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * What to compare with what, and how patient to be.
 *
 * @param world the world that was sent; its ids are the only ones looked at
 * @param jdbcUrl {@code jdbc:postgresql://…} of the role {@code rollcall_backend}, credentials included
 * @param kafkaBootstrap {@code host:port}, comma-separated
 * @param kafkaClient further client settings, such as TLS and a login; none by default
 * @param topicPrefix before every topic's name; '' by default
 * @param limit the longest to wait in all; 5 minutes by default
 * @param quiet differences that stay the same for so long, while nothing new is announced, are final; 60 s by default, more than a killed worker takes to come back
 * @param undelivered message ids without acknowledgement: what they touch is unknown and not compared
 * @param lost ids of messages that never set out: the tables must be as if they had never been
 */
public record VerificationSettings(
        WorldSettings world,
        String jdbcUrl,
        String kafkaBootstrap,
        Map<String, String> kafkaClient,
        String topicPrefix,
        Duration limit,
        Duration quiet,
        Set<String> undelivered,
        Set<String> lost) {

    public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);
    public static final Duration DEFAULT_QUIET = Duration.ofSeconds(60);

    public VerificationSettings {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database URL must begin with jdbc:postgresql:");
        }
        if (kafkaBootstrap.isBlank()) {
            throw new IllegalArgumentException("the Kafka bootstrap servers are missing");
        }
        if (!limit.isPositive() || !quiet.isPositive()) {
            throw new IllegalArgumentException("the limit and the quiet time must be more than nothing");
        }
        kafkaClient = Map.copyOf(kafkaClient);
        undelivered = Set.copyOf(undelivered);
        lost = Set.copyOf(lost);
    }

    public static VerificationSettings of(WorldSettings world, String jdbcUrl, String kafkaBootstrap) {
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, Map.of(), "", DEFAULT_LIMIT, DEFAULT_QUIET, Set.of(), Set.of());
    }

    /** @param chosen by name, as a properties file has them */
    public VerificationSettings withKafkaClient(Properties chosen) {
        Map<String, String> client = new HashMap<>();
        chosen.stringPropertyNames().forEach(name -> client.put(name, chosen.getProperty(name)));
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, client, topicPrefix, limit, quiet, undelivered, lost);
    }

    public VerificationSettings withTopicPrefix(String chosen) {
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, kafkaClient, chosen, limit, quiet, undelivered, lost);
    }

    public VerificationSettings withLimit(Duration chosen) {
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, kafkaClient, topicPrefix, chosen, quiet, undelivered, lost);
    }

    public VerificationSettings withQuiet(Duration chosen) {
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, kafkaClient, topicPrefix, limit, chosen, undelivered, lost);
    }

    public VerificationSettings withUndelivered(Set<String> messageIds) {
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, kafkaClient, topicPrefix, limit, quiet, messageIds, lost);
    }

    public VerificationSettings withLost(Set<String> messageIds) {
        return new VerificationSettings(
                world, jdbcUrl, kafkaBootstrap, kafkaClient, topicPrefix, limit, quiet, undelivered, messageIds);
    }

    /** Without what may hold a password. */
    @Override
    public String toString() {
        return "VerificationSettings[" + world + ", kafkaBootstrap=" + kafkaBootstrap + ", topicPrefix=" + topicPrefix
                + ", limit=" + limit + ", quiet=" + quiet + ", undelivered=" + undelivered.size() + "]";
    }
}
