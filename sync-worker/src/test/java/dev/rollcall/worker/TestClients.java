package dev.rollcall.worker;

import dev.rollcall.startup.kafka.KafkaClients;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** The application's Kafka clients, as Spring Boot would make them of nothing but an address. */
public final class TestClients {

    private TestClients() {}

    public static KafkaClients of(String bootstrapServers) {
        Map<String, Object> connection = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
        return new KafkaClients(
                new DefaultKafkaConsumerFactory<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new DefaultKafkaProducerFactory<>(connection, new ByteArraySerializer(), new ByteArraySerializer()),
                new KafkaAdmin(connection),
                Map.of());
    }
}
