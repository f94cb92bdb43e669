package dev.rollcall.worker.prepare.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.startup.kafka.TopicProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** {@code -Drollcall.topics.rounds=50} looks more often: what it looks for is a race. */
class TopicDeclarationIT {

    private static final int ROUNDS = Integer.getInteger("rollcall.topics.rounds", 4);
    private static final int RECORDS = 600;

    @Test
    void topicsTakeRecordsAsSoonAsTheyAreDeclared() throws Exception {
        KafkaServer kafka = SharedServers.kafka();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (int round = 0; round < ROUNDS; round++) {
                Topics topics = new Topics("declared" + round + ".");
                assertThat(TopicDeclaration.declare(admin, topics.all(), (short) 1))
                        .hasSameSizeAs(topics.all());
                assertThat(TopicDeclaration.declare(admin, topics.all(), (short) 1))
                        .isEmpty();
                assertThat(TopicProblem.of(admin, topics.all())).isEmpty();
                assertThat(sendManyInFlight(kafka, topics.events())).hasSize(RECORDS);
            }
        }
    }

    @Test
    void aClusterOfOneBrokerIsAskedForOneCopy() {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers()))) {
            assertThat(TopicDeclaration.replicationOf(admin)).isEqualTo((short) 1);
        }
    }

    private static List<RecordMetadata> sendManyInFlight(KafkaServer kafka, String topic) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "linger.ms",
                0,
                "batch.size",
                2_000,
                "delivery.timeout.ms",
                60_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int index = 0; index < RECORDS; index++) {
                byte[] key = ("key" + index % 50).getBytes(StandardCharsets.UTF_8);
                sent.add(producer.send(new ProducerRecord<>(topic, key, new byte[500])));
            }
            List<RecordMetadata> acknowledged = new ArrayList<>();
            for (Future<RecordMetadata> one : sent) {
                acknowledged.add(one.get());
            }
            return acknowledged;
        }
    }
}
