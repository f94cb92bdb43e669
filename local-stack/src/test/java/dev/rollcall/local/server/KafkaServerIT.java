package dev.rollcall.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

    private static final TopicPartition TOPIC = new TopicPartition("kept", 0);

    @TempDir
    Path directory;

    @Test
    void keepsCommittedTransactionsThroughKillAndRestart() throws Exception {
        int port;
        try (KafkaServer server = KafkaServer.start(directory, 0)) {
            port = server.port();
            declareTopic(server);
            sendInTransaction(server, "before");
            server.kill();
            assertThat(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
        try (KafkaServer server = KafkaServer.start(directory, port)) {
            assertThat(server.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            sendInTransaction(server, "after");
            assertThat(readCommitted(server, 2)).containsExactly("before", "after");
        }
    }

    /** It asks nobody for a password: the machine is its boundary, so no other machine reaches either listener. */
    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (KafkaServer server = KafkaServer.start(directory, 0);
                Admin admin =
                        Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get())
                    .extracting(Node::host)
                    .containsExactly("127.0.0.1");
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
            String listeners = admin.describeConfigs(List.of(broker))
                    .all()
                    .get()
                    .get(broker)
                    .get("listeners")
                    .value();
            assertThat(listeners.split(",")).hasSize(2).allMatch(listener -> listener.contains("://127.0.0.1:"));
        }
    }

    @Test
    void createsNoTopicThatNobodyDeclared() {
        try (KafkaServer server = KafkaServer.start(directory, 0);
                KafkaProducer<byte[], byte[]> producer = producer(server, Map.of("max.block.ms", 3_000))) {
            assertThatThrownBy(() -> producer.send(record("x")).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("not present in metadata");
        }
    }

    @Test
    void hangsWhilePausedAndGoesOnAfterwards() throws Exception {
        try (KafkaServer server = KafkaServer.start(directory, 0);
                KafkaProducer<byte[], byte[]> producer = producer(server, Map.of())) {
            declareTopic(server);
            producer.send(record("in time")).get();
            server.pause();
            var sent = producer.send(record("late"));
            assertThatThrownBy(() -> sent.get(1, java.util.concurrent.TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            server.resume();
            assertThat(sent.get().offset()).isEqualTo(1);
        }
    }

    private static void declareTopic(KafkaServer server) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void sendInTransaction(KafkaServer server, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(server, Map.of("transactional.id", "test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(value)).get();
            producer.commitTransaction();
        }
    }

    private static List<String> readCommitted(KafkaServer server, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(TOPIC));
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(found -> values.add(new String(found.value(), StandardCharsets.UTF_8)));
            }
        }
        return values;
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaServer server, Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>(TOPIC.topic(), value.getBytes(StandardCharsets.UTF_8));
    }
}
