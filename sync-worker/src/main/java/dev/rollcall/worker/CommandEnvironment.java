package dev.rollcall.worker;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.database.DatabaseUrl;
import dev.rollcall.worker.kafka.KafkaSettings;
import java.util.Map;

/**
 * Where the commands find the servers.
 *
 * @param variables of the environment
 */
record CommandEnvironment(Map<String, String> variables) {

    DatabaseUrl databaseUrl() {
        DatabaseUrl url = DatabaseUrl.parse("ROLLCALL_DATABASE_URL", variables.get("ROLLCALL_DATABASE_URL"));
        String pooler = variables.getOrDefault("ROLLCALL_DATABASE_POOLER", "");
        return pooler.isEmpty() ? url : url.behindPooler(Boolean.parseBoolean(pooler));
    }

    Map<String, Object> kafka() {
        return KafkaSettings.of(
                variables.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "localhost:19092"),
                variables.get("ROLLCALL_KAFKA_PROPERTIES_FILE"));
    }

    Topics topics() {
        return new Topics(variables.getOrDefault("ROLLCALL_TOPIC_PREFIX", ""));
    }

    /** The consumer group of the workers. */
    static String groupOf(Topics topics) {
        return topics.prefix() + "rollcall-sync";
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "CommandEnvironment[" + topics() + "]";
    }
}
