package dev.rollcall.gateway.publish;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the Kafka clients, and what each is for. */
final class ClientProperties {

    /** Twice what {@link InFlight} lets in: batches are allocated whole, and partly filled. */
    static final long BUFFER_BYTES = 2 * InFlight.MOST_BYTES;

    private static final Duration FOREVER = Duration.ofDays(3650);

    private ClientProperties() {}

    /**
     * Finds out before anything starts whether the client would take these settings.
     *
     * @throws SettingRefusedException when it would not; its own message might quote a password
     */
    static void check(KafkaSettings settings) {
        Map<String, Object> producer = producer(settings);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        try {
            ProducerConfig.configDef().parse(producer);
        } catch (ConfigException refused) {
            throw new SettingRefusedException(
                    "rollcall.kafka.properties",
                    "holds a value that the Kafka client refuses",
                    "look up " + settings.properties().keySet() + " in Kafka's documentation");
        }
    }

    static Map<String, Object> producer(KafkaSettings settings) {
        Map<String, Object> properties = common(settings);
        // Set explicitly: a conflicting setting then stops the start instead of switching it off silently.
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(settings.deliveryTimeout()));
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis(settings.deliveryTimeout().multipliedBy(3).dividedBy(4)));
        // Measured: batches form while the previous request is in flight. Waiting for them only adds latency.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, CompressionType.LZ4.name);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        // The caller is an event loop: no room, or no metadata, must fail at once.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, FOREVER.toMillis());
        return properties;
    }

    static Map<String, Object> admin(KafkaSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        return properties;
    }

    private static Map<String, Object> common(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "rollcall-ingest-gateway");
        // Short, so that a broker that is back is found within half a second.
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 50);
        properties.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1000);
        properties.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 2000);
        return properties;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
