package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawConnection;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.SharedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.KafkaAdminClient;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway as a process of its own: what it needs, what it prints, and how it exits. */
@SuppressWarnings("NullAway.Init") // every test starts a process
class ProcessIT {

    private static final String SECRET = Signer.PUBLISHED.secret();

    @TempDir
    private Path directory;

    private Path log;
    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLERK_WEBHOOK_SIGNING_SECRET | '' | CLERK_WEBHOOK_SIGNING_SECRET is not set: write the signing secret",
                "CLERK_WEBHOOK_SIGNING_SECRET | whsec_canary! | CLERK_WEBHOOK_SIGNING_SECRET holds a secret that is not"
                        + " base64 (number 1)",
                "KAFKA_BOOTSTRAP_SERVERS | localhost | KAFKA_BOOTSTRAP_SERVERS is not a list of addresses: write host:port",
                "ROLLCALL_GATEWAY_PORT | eighty | rollcall.gateway.port cannot be read: write a value of the type int"
            })
    void refusesABadSettingWithOneLineAndExitCodeOne(String variable, String value, String line)
            throws IOException, InterruptedException {
        start(Map.of(variable, value));
        assertRefused(line);
    }

    @Test
    void namesAPortThatIsTaken() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String variable : List.of("ROLLCALL_GATEWAY_PORT", "ROLLCALL_GATEWAY_MANAGEMENT_PORT")) {
                start(Map.of(variable, port));
                assertRefused(variable + " is " + port);
            }
        }
    }

    @Test
    void runsFromTheEnvironmentAloneAndExitsWithZeroOnSigterm() throws IOException, InterruptedException {
        EventsTopic topic = topic("process.");
        start(Map.of("KAFKA_BOOTSTRAP_SERVERS", topic.bootstrapServers(), "ROLLCALL_TOPIC_PREFIX", topic.prefix()));
        int port = Integer.parseInt(awaitLog("webhooks are received on port (\\d+)"));
        awaitLog("events are stored in the topic (process.clerk.events)");
        assertThat(RawConnection.exchange(port, genuine("{}")).status()).isEqualTo(202);
        process.destroy();
        assertThat(process.waitFor()).isZero();
        assertThat(topic.read()).hasSize(1);
    }

    @Test
    void keepsBodiesSecretsAndSignaturesOutOfItsLogAndAnswers() throws IOException, InterruptedException {
        EventsTopic topic = topic("silent.");
        start(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                topic.bootstrapServers(),
                "ROLLCALL_TOPIC_PREFIX",
                topic.prefix(),
                "LOGGING_LEVEL_ROOT",
                "DEBUG",
                "LOGGING_LEVEL_ORG_APACHE_KAFKA",
                "INFO"));
        int port = Integer.parseInt(awaitLog("webhooks are received on port (\\d+)"));
        awaitLog("events are stored in the topic (silent.clerk.events)");
        RawRequest genuine =
                genuine("{\"type\":\"canary.type\",\"data\":{\"id\":\"canary_id\",\"name\":\"canary_name\"}}");
        String answers = List.of(
                        genuine,
                        genuine.replacing("svix-signature", "v1,canarysignature"),
                        genuine.replacing("svix-id", "canary id"),
                        genuine.replacing("Content-Length", "canary"),
                        genuine.line("POST /canary HTTP/1.1"),
                        genuine("{canary_"))
                .stream()
                .map(request -> RawConnection.exchange(port, request).toString())
                .collect(Collectors.joining());
        process.destroy();
        assertThat(process.waitFor()).isZero();
        String secret = SECRET.substring("whsec_".length());
        assertThat(printed()).contains("DEBUG").doesNotContain("canary", secret, genuine.value("svix-signature"));
        assertThat(answers).doesNotContain("canary", secret, genuine.value("svix-signature"));
    }

    @Test
    void saysOnceAndWithoutItsContentThatAFileOfSecretsIsBroken() throws IOException, InterruptedException {
        Path secrets = Files.writeString(directory.resolve("secrets"), SECRET);
        start(Map.of("CLERK_WEBHOOK_SIGNING_SECRET", "", "CLERK_WEBHOOK_SIGNING_SECRET_FILE", secrets.toString()));
        awaitLog("webhooks are received on port (\\d+)");
        Files.writeString(secrets, "whsec_canary!");
        awaitLog("(CLERK_WEBHOOK_SIGNING_SECRET_FILE) holds a secret that is not base64 .*still hold");
        Files.writeString(secrets, SECRET + "," + SECRET);
        awaitLog("CLERK_WEBHOOK_SIGNING_SECRET_FILE: (2) secrets hold from now on");
        assertThat(printed().lines().filter(line -> line.contains("still hold")))
                .hasSize(1);
        assertThat(printed()).doesNotContain("canary", SECRET.substring("whsec_".length()));
    }

    /** The one that the cache of starts is made in. */
    @Test
    void aRehearsedStartReachesKafkasClientsAndItsOwnHealthWithoutServersAndEnds()
            throws IOException, InterruptedException {
        Path classes = directory.resolve("classes");
        start(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"),
                "-Drollcall.start.rehearsed=true",
                "-Xlog:class+load:file=" + classes);
        assertThat(process.waitFor()).as(printed()).isZero();
        assertThat(Files.readString(classes))
                .contains(
                        KafkaProducer.class.getName() + " ",
                        KafkaAdminClient.class.getName() + " ",
                        // Loaded for an answer, and not before.
                        "org.springframework.boot.health.actuate.endpoint.Contributor$Child ");
    }

    private void start(Map<String, String> environment, String... jvmOptions) throws IOException {
        log = Files.createTempFile(directory, "gateway", ".log");
        Map<String, String> variables = new HashMap<>(Map.of(
                "CLERK_WEBHOOK_SIGNING_SECRET", SECRET,
                "ROLLCALL_HEARTBEAT_INTERVAL", "0s",
                "ROLLCALL_GATEWAY_PORT", "0",
                "ROLLCALL_GATEWAY_ADDRESS", "127.0.0.1",
                "ROLLCALL_GATEWAY_MANAGEMENT_PORT", "0"));
        variables.putAll(environment);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                // It starts and ends: what the second compiler makes of it would be of no use.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GatewayApplication.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        process = builder.start();
    }

    private void assertRefused(String line) throws InterruptedException {
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(printed().lines())
                .singleElement()
                .satisfies(said ->
                        assertThat(said).startsWith("rollcall gateway: " + line).doesNotContain("canary"));
    }

    /** Returns the group of the first line that matches. */
    private String awaitLog(String line) {
        Matcher[] found = new Matcher[1];
        Pattern pattern = Pattern.compile(line);
        Eventually.isTrue("the log says '" + line + "'", () -> {
            found[0] = pattern.matcher(printed());
            return found[0].find() || !process.isAlive();
        });
        assertThat(process.isAlive()).as(printed()).isTrue();
        return found[0].group(1);
    }

    private String printed() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static RawRequest genuine(String body) {
        return RawRequest.signed(
                Signer.PUBLISHED, "canary_message", System.currentTimeMillis() / 1000, body.getBytes(UTF_8));
    }

    private static EventsTopic topic(String prefix) {
        return new EventsTopic(SharedServers.kafka().bootstrapServers(), prefix).declare();
    }
}
