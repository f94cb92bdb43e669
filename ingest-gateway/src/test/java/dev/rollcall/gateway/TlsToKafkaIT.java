package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.proving.servers.StandingClock;
import dev.rollcall.proving.servers.TestAuthority;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on a Kafka that speaks TLS and asks for a password, whose certificate it has to trust. */
class TlsToKafkaIT {

    private static final String USER = "gateway";
    private static final String WORD = "a-password";
    private static final String PREFIX = "tls.";

    @TempDir
    private static Path certificates;

    private static TestAuthority first;
    private static TestAuthority second;

    @TempDir
    private Path directory;

    private final StandingClock clock = new StandingClock(Instant.now());
    private GuardedKafka kafka;
    private Path trusted;
    private int ids;

    @BeforeAll
    static void makeAuthorities() throws Exception {
        first = TestAuthority.make(certificates, "first");
        second = TestAuthority.make(certificates, "second");
    }

    @BeforeEach
    void startKafka() throws Exception {
        trusted = directory.resolve("trusted.pem");
        first.publish(trusted);
        kafka = GuardedKafka.start(directory.resolve("kafka"), first);
        kafka.give(USER, WORD);
        kafka.allow(List.of(GuardedKafka.right(USER, TOPIC, PREFIXED, PREFIX, ALL)));
        new EventsTopic(kafka.server().bootstrapServers(), PREFIX).declare();
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    private RunningGateway start(Map<String, String> settings) {
        return RunningGateway.start(kafka.guardedServers(), PREFIX, clock, settings)
                .awaitReady();
    }

    private void assertAnswers(int status, RunningGateway gateway, String when) {
        Eventually.isTrue(
                status + " " + when,
                () -> gateway.exchange(RawRequest.signed(
                                        Signer.PUBLISHED, "msg_" + ids++, clock.seconds(), "{}".getBytes(UTF_8)))
                                .status()
                        == status);
    }

    @Test
    void thePropertiesFileOfKafkasOwnToolsServes() throws Exception {
        Properties properties = new Properties();
        properties.putAll(kafka.clientOf(USER, WORD));
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", trusted.toString());
        Path file = directory.resolve("client.properties");
        try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
            properties.store(writer, null);
        }
        try (RunningGateway gateway = start(Map.of("rollcall.kafka.properties-file", file.toString()))) {
            assertAnswers(202, gateway, "over TLS");
        }
    }

    /** The producer lives as long as the gateway: what it is made with is not what it connects with later. */
    @Test
    void aBundleThatChangesIsUsedWithTheNextConnection() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "spring.kafka.ssl.bundle", "kafka",
                "spring.ssl.bundle.pem.kafka.truststore.certificate", "file:" + trusted,
                "spring.ssl.bundle.pem.kafka.reload-on-update", "true",
                "spring.ssl.bundle.watch.file.quiet-period", "200ms"));
        kafka.clientOf(USER, WORD)
                .forEach((name, value) -> settings.put("spring.kafka.properties[" + name + "]", value));
        try (RunningGateway gateway = start(settings)) {
            assertAnswers(202, gateway, "with the first certificate");
            kafka.restartWith(second);
            assertAnswers(503, gateway, "while the second is not trusted");
            second.publish(trusted);
            assertAnswers(202, gateway, "with the second certificate");
            gateway.assertBalanced();
        }
    }
}
