package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClientPropertiesTest {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @Test
    void waitsForAllReplicasAndNeverForItself() {
        ProducerConfig effective = effective();
        assertThat(effective.getString(ProducerConfig.ACKS_CONFIG)).isEqualTo("-1");
        assertThat(effective.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG))
                .isTrue();
        assertThat(effective.getInt(ProducerConfig.RETRIES_CONFIG)).isEqualTo(Integer.MAX_VALUE);
        assertThat(effective.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG)).isZero();
        assertThat(effective.getLong(ProducerConfig.LINGER_MS_CONFIG)).isZero();
        assertThat(effective.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG)).isEqualTo("lz4");
        assertThat(effective.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)).isEqualTo(2000);
        assertThat(effective.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)).isEqualTo(1500);
    }

    @Test
    void buffersMoreThanItLetsIn() {
        assertThat(effective().getLong(ProducerConfig.BUFFER_MEMORY_CONFIG)).isGreaterThan(InFlight.MOST_BYTES);
    }

    /** The health page and the start ask with it, and neither may hang when Kafka does. */
    @Test
    void aQuestionToKafkaIsAnsweredOrGivenUpWithinThreeSeconds() {
        Map<String, Object> properties = new HashMap<>(ClientProperties.admin());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:19092");
        AdminClientConfig effective = new AdminClientConfig(properties);
        assertThat(effective.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG))
                .isEqualTo(3000);
        assertThat(effective.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG))
                .isLessThan(3000);
        assertThat(effective.getString(AdminClientConfig.CLIENT_ID_CONFIG)).isEqualTo("rollcall-ingest-gateway");
    }

    @Test
    void takesTheShortestAndTheLongestDeliveryThatItSaysItTakes() {
        for (long millis : new long[] {500, 2200}) {
            Duration timeout = Duration.ofMillis(millis);
            assertThat(new KafkaSettings(timeout).deliveryTimeout()).isEqualTo(timeout);
        }
    }

    @Test
    void settingsHaveDefaultsAndAreAllRead() {
        assertThat(bind(Map.of())).isEqualTo(new KafkaSettings(TWO_SECONDS));
        assertThat(bind(Map.of("rollcall.kafka.delivery-timeout", "1s")))
                .isEqualTo(new KafkaSettings(Duration.ofSeconds(1)));
    }

    @Test
    void refusesSettingsThatCannotBeMeant() {
        assertThatThrownBy(() -> new KafkaSettings(Duration.ofSeconds(3)))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith("rollcall.kafka.delivery-timeout is PT3S");
        assertThatThrownBy(() -> new KafkaSettings(Duration.ofMillis(1)))
                .hasMessageContaining("between 500ms and 2200ms");
    }

    private static ProducerConfig effective() {
        Map<String, Object> properties = new HashMap<>(ClientProperties.producer(new KafkaSettings(TWO_SECONDS)));
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:19092");
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new ProducerConfig(properties);
    }

    private static KafkaSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rollcall.kafka", KafkaSettings.class);
    }
}
