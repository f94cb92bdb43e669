package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

class KafkaClientSettingsTest {

    @TempDir
    private Path directory;

    private String file(String... lines) throws IOException {
        return Files.write(directory.resolve("client.properties"), List.of(lines))
                .toString();
    }

    private static AnnotationConfigApplicationContext started(Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("spring.kafka.bootstrap-servers", "here:9092"));
        all.putAll(settings);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
        context.register(SslAutoConfiguration.class, KafkaAutoConfiguration.class, KafkaClientsConfiguration.class);
        context.refresh();
        return context;
    }

    private static void assertRefused(String line, Map<String, String> settings) {
        assertThatThrownBy(() -> started(settings).close())
                .rootCause()
                .isInstanceOf(SettingRefusedException.class)
                .hasMessage(line);
    }

    @Test
    void consumersProducersAndAdminAreOfSpringKafkaAndOfTheFile() throws Exception {
        String file =
                file("security.protocol=SSL", "ssl.endpoint.identification.algorithm=", "metadata.max.age.ms=7000");
        try (AnnotationConfigApplicationContext context = started(Map.of(
                "rollcall.kafka.properties-file", file, "spring.kafka.properties[metadata.max.age.ms]", "9000"))) {
            for (Map<String, Object> settings : List.of(
                    ((ConsumerFactory<?, ?>) context.getBean(ConsumerFactory.class)).getConfigurationProperties(),
                    ((ProducerFactory<?, ?>) context.getBean(ProducerFactory.class)).getConfigurationProperties(),
                    context.getBean(KafkaClients.class).connection())) {
                assertThat(settings)
                        .containsEntry("security.protocol", "SSL")
                        .containsEntry("ssl.endpoint.identification.algorithm", "")
                        .as("spring.kafka counts where both name one")
                        .containsEntry("metadata.max.age.ms", "9000");
            }
            assertThat(context.getBean(KafkaClients.class).bootstrapServers()).isEqualTo("here:9092");
        }
    }

    /** Kafka resolves such a value by itself: Spring must not. */
    @Test
    void whatTheFileLeavesToAConfigProviderStaysAsItIs() throws Exception {
        String file = file("sasl.jaas.config=${file:/secrets/kafka:jaas}");
        try (AnnotationConfigApplicationContext context = started(Map.of("rollcall.kafka.properties-file", file))) {
            assertThat(context.getBean(KafkaClients.class).connection())
                    .containsEntry("sasl.jaas.config", "${file:/secrets/kafka:jaas}");
        }
    }

    @Test
    void aSilentClusterKeepsNobodyLongerThanFifteenSecondsUnlessItIsSaid() throws Exception {
        try (AnnotationConfigApplicationContext context = started(Map.of())) {
            assertThat(context.getBean(KafkaClients.class).connection())
                    .containsEntry("request.timeout.ms", 15_000)
                    .containsEntry("default.api.timeout.ms", 15_000);
        }
        String file = file("request.timeout.ms=20000");
        try (AnnotationConfigApplicationContext context = started(Map.of("rollcall.kafka.properties-file", file))) {
            assertThat(context.getBean(KafkaClients.class).connection()).containsEntry("request.timeout.ms", "20000");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spring.kafka.producer.acks, 1, acks",
        "spring.kafka.properties[enable.idempotence], false, enable.idempotence",
        "spring.kafka.producer.compression-type, zstd, compression.type",
        "spring.kafka.consumer.group-id, mine, group.id",
        "spring.kafka.consumer.isolation-level, read-uncommitted, isolation.level",
        "spring.kafka.consumer.enable-auto-commit, true, enable.auto.commit",
        "spring.kafka.consumer.max-poll-records, 500, max.poll.records",
        "spring.kafka.properties[group.protocol], consumer, group.protocol",
    })
    void whatAPromiseRestsOnIsRefused(String property, String value, String name) {
        assertRefused(
                "spring.kafka sets " + name + ", which Rollcall's promises rest on: leave it out",
                Map.of(property, value));
    }

    @Test
    void whatAPromiseRestsOnIsRefusedInTheFileUnlessItSaysTheSame() throws Exception {
        assertRefused(
                "ROLLCALL_KAFKA_PROPERTIES_FILE sets acks, which Rollcall's promises rest on: leave it out",
                Map.of("rollcall.kafka.properties-file", file("acks=0")));
        started(Map.of("rollcall.kafka.properties-file", file("acks=all", "bootstrap.servers=elsewhere:1")))
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", "localhost:port", "kafka://a:1", "a:1 b:2"})
    void refusesWhatIsNoAddress(String servers) {
        assertRefused(
                "KAFKA_BOOTSTRAP_SERVERS is not a list of addresses: write host:port, several separated by commas, such"
                        + " as localhost:19092",
                Map.of("spring.kafka.bootstrap-servers", servers));
    }

    @Test
    void takesSeveralAddresses() {
        try (AnnotationConfigApplicationContext context =
                started(Map.of("spring.kafka.bootstrap-servers", "a:1, [::1]:2"))) {
            assertThat(context.getBean(KafkaClients.class).bootstrapServers()).isEqualTo("a:1,[::1]:2");
        }
    }

    @Test
    void refusesWhatTheClientWouldRefuseWithoutRepeatingIt() throws Exception {
        assertRefused(
                "spring.kafka holds a value that the Kafka client refuses: look up [send.buffer.bytes] in Kafka's"
                        + " documentation",
                Map.of("spring.kafka.properties[send.buffer.bytes]", "hunter2"));
        assertRefused(
                "ROLLCALL_KAFKA_PROPERTIES_FILE cannot be read (NoSuchFileException): write the path of a properties file"
                        + " with Kafka client settings",
                Map.of(
                        "rollcall.kafka.properties-file",
                        directory.resolve("none").toString()));
    }

    @Test
    void refusesABundleThatIsNoneOrCannotBeUsed() throws Exception {
        assertRefused(
                "spring.kafka.ssl.bundle names kafka, which is no SSL bundle: write"
                        + " spring.ssl.bundle.pem.kafka.truststore.certificate and the like",
                Map.of("spring.kafka.ssl.bundle", "kafka"));
        assertRefused(
                "spring.ssl.bundle holds what cannot be used for kafka (FileNotFoundException): look at its files, their"
                        + " passwords and their format",
                Map.of(
                        "spring.kafka.ssl.bundle",
                        "kafka",
                        "spring.ssl.bundle.pem.kafka.truststore.certificate",
                        directory.resolve("none.pem").toUri().toString()));
    }
}
