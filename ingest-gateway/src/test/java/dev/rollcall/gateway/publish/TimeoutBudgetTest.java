package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.receive.ReceiveSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The order of the gateway's timeouts, from the settings as they take effect; see docs/reliability.md, "Timeouts". */
class TimeoutBudgetTest {

    /** Of Svix's hosted service. After it, or after a 429, the next attempt is 60 s or more away; after a 503 about 5 s. */
    private static final Duration SENDER_GIVES_UP = Duration.ofSeconds(15);

    private static final Duration PROMISED_ANSWER = Duration.ofMillis(2500);

    private final KafkaSettings kafka = bind("rollcall.kafka", KafkaSettings.class);
    private final ReceiveSettings.Deadlines deadlines =
            bind("rollcall.gateway", ReceiveSettings.class).deadlines();
    private final ProducerConfig producer = producer(kafka);

    @Test
    void aRequestIsGivenUpBeforeItsRecordIsAndThatBeforeTheAnswerIsDue() {
        Duration request = Duration.ofMillis(producer.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG));
        Duration delivery = Duration.ofMillis(producer.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
        assertThat(request).isLessThan(delivery);
        assertThat(delivery).isEqualTo(kafka.deliveryTimeout()).isLessThan(deadlines.answer());
        assertThat(deadlines.answer()).isLessThan(PROMISED_ANSWER);
        assertThat(PROMISED_ANSWER).isLessThan(SENDER_GIVES_UP);
    }

    @Test
    void aBodyAndItsAnswerFitIntoTheSendersPatience() {
        assertThat(deadlines.body().plus(deadlines.answer())).isLessThan(SENDER_GIVES_UP);
        assertThat(deadlines.head()).isLessThan(deadlines.body());
        assertThat(deadlines.linger()).isLessThan(deadlines.head());
    }

    @Test
    void noThreadThatServesConnectionsEverWaitsForKafka() {
        assertThat(producer.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG)).isZero();
    }

    @Test
    void aBrokerThatIsBackIsFoundBeforeARecordIsGivenUp() {
        assertThat(producer.getLong(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG))
                .isLessThan(kafka.deliveryTimeout().toMillis());
        assertThat(producer.getLong(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG))
                .isLessThan(kafka.deliveryTimeout().toMillis());
    }

    @Test
    void noSettingCanStretchTheAnswerBeyondThePromise() {
        ReceiveSettings.Deadlines longest = new ReceiveSettings.Deadlines(
                deadlines.head(), deadlines.body(), deadlines.idle(), Duration.ofMillis(2400), deadlines.linger());
        assertThat(longest.answer()).isLessThan(PROMISED_ANSWER);
    }

    private static ProducerConfig producer(KafkaSettings kafka) {
        Map<String, Object> settings = new HashMap<>(ClientProperties.producer(kafka));
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:19092");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new ProducerConfig(settings);
    }

    private static <T> T bind(String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, type);
    }
}
