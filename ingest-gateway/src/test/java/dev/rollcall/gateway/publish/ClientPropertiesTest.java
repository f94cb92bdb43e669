package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClientPropertiesTest {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @Test
    void waitsForAllReplicasAndNeverForItself() {
        ProducerConfig effective = effective(settings(Map.of()));
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
        assertThat(effective(settings(Map.of())).getLong(ProducerConfig.BUFFER_MEMORY_CONFIG))
                .isGreaterThan(InFlight.MOST_BYTES);
    }

    @Test
    void takesFurtherSettingsButNoneThatBreaksAPromise() {
        ProducerConfig effective = effective(settings(Map.of(
                "security.protocol", "SASL_SSL",
                "acks", "1",
                "enable.idempotence", "false",
                "max.block.ms", "60000",
                "bootstrap.servers", "elsewhere:1")));
        assertThat(effective.getString("security.protocol")).isEqualTo("SASL_SSL");
        assertThat(effective.getString(ProducerConfig.ACKS_CONFIG)).isEqualTo("-1");
        assertThat(effective.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG))
                .isTrue();
        assertThat(effective.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG)).isZero();
        assertThat(effective.getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)).containsExactly("localhost:19092");
    }

    @Test
    void settingsHaveDefaultsAndAreAllRead() {
        assertThat(bind(Map.of())).isEqualTo(settings(Map.of()));
        assertThat(bind(Map.of(
                        "rollcall.kafka.bootstrap-servers", "a:1, [::1]:2",
                        "rollcall.kafka.topic-prefix", "test.",
                        "rollcall.kafka.delivery-timeout", "1s",
                        "rollcall.kafka.properties[security.protocol]", "SSL")))
                .isEqualTo(new KafkaSettings(
                        "a:1,[::1]:2", "test.", Duration.ofSeconds(1), Map.of("security.protocol", "SSL")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", "localhost:port", "a:1,", "kafka://a:1", "a:1 b:2"})
    void refusesWhatIsNoAddress(String servers) {
        assertThatThrownBy(() -> new KafkaSettings(servers, "", TWO_SECONDS, Map.of()))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith("KAFKA_BOOTSTRAP_SERVERS is not a list of addresses");
    }

    @Test
    void refusesOtherSettingsThatCannotBeMeant() {
        assertThatThrownBy(() -> new KafkaSettings("a:1", "a b", TWO_SECONDS, Map.of()))
                .hasMessageStartingWith("ROLLCALL_TOPIC_PREFIX cannot be part of a topic's name");
        assertThatThrownBy(() -> new KafkaSettings("a:1", "", Duration.ofSeconds(3), Map.of()))
                .hasMessageStartingWith("rollcall.kafka.delivery-timeout is PT3S");
        assertThatThrownBy(() -> new KafkaSettings("a:1", "", Duration.ofMillis(1), Map.of()))
                .hasMessageContaining("between 500ms and 2200ms");
    }

    @Test
    void refusesFurtherSettingsThatTheClientWouldRefuseWithoutRepeatingThem() {
        ClientProperties.check(settings(Map.of("security.protocol", "SSL")));
        assertThatThrownBy(() -> ClientProperties.check(settings(Map.of("send.buffer.bytes", "hunter2"))))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessage("rollcall.kafka.properties holds a value that the Kafka client refuses: look up"
                        + " [send.buffer.bytes] in Kafka's documentation");
    }

    @Test
    void doesNotShowSecretsOfTheConnection() {
        assertThat(settings(Map.of("sasl.jaas.config", "password=hunter2")).toString())
                .doesNotContain("hunter2");
    }

    private static ProducerConfig effective(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>(ClientProperties.producer(settings));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new ProducerConfig(properties);
    }

    private static KafkaSettings settings(Map<String, String> properties) {
        return new KafkaSettings("localhost:19092", "", TWO_SECONDS, properties);
    }

    private static KafkaSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rollcall.kafka", KafkaSettings.class);
    }
}
