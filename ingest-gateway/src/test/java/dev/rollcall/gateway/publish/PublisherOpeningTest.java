package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** The duty that opens the publisher, where not even a client can be made. */
class PublisherOpeningTest {

    private final CountDownLatch mended = new CountDownLatch(1);
    private final Map<String, Object> unusable = new HashMap<>(Map.of("bootstrap.servers", "no address"));

    /** Of the code around Kafka, which says nothing about what to set. */
    private final class DefectiveAdmin extends KafkaAdmin {

        DefectiveAdmin() {
            super(unusable);
        }

        @Override
        public Map<String, Object> getConfigurationProperties() {
            if (mended.getCount() > 0) {
                throw new IllegalStateException("a defect");
            }
            return super.getConfigurationProperties();
        }
    }

    @Test
    void goesOnAfterADefectAsAfterAWrongSetting() throws InterruptedException {
        Topics topics = new Topics("");
        PublisherOpening opening = new PublisherOpening(
                new KafkaClients(
                        new DefaultKafkaConsumerFactory<>(
                                unusable, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                        new DefaultKafkaProducerFactory<>(
                                unusable, new ByteArraySerializer(), new ByteArraySerializer()),
                        new DefectiveAdmin(),
                        Map.of()),
                new KafkaSettings(Duration.ofSeconds(2)),
                topics,
                new EventPublisher(topics.events()));
        opening.start();
        try {
            Eventually.isTrue(
                    "the defect is said",
                    () -> opening.waitingFor()
                            .equals("a fault of the gateway (IllegalStateException): it tries again"));
            mended.countDown();
            Eventually.isTrue(
                    "then the setting is",
                    () -> opening.waitingFor()
                            .startsWith(
                                    "the Kafka client cannot be made (ConfigException): check KAFKA_BOOTSTRAP_SERVERS"));
        } finally {
            opening.stop();
        }
        assertThat(opening.waitingFor())
                .as("a duty that was stopped says nothing new")
                .contains("ConfigException");
    }
}
