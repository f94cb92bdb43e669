package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.RawConnection;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.local.testing.SharedServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway as a process of its own: exit codes, and what it says when a setting is refused. */
class ProcessIT {

    private static final String SECRET = Signer.PUBLISHED.secret();

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
        Process process = start(Map.of(variable, value));
        List<String> output = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output)
                .filteredOn(printed -> printed.contains("ERROR"))
                .singleElement()
                .satisfies(error -> assertThat(error).contains("not started: " + line));
        assertThat(output)
                .noneMatch(printed -> printed.startsWith("\tat "))
                .noneMatch(printed -> printed.contains("canary"));
    }

    @Test
    void namesAPortThatIsTaken() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String variable : List.of("ROLLCALL_GATEWAY_PORT", "ROLLCALL_GATEWAY_MANAGEMENT_PORT")) {
                Process process = start(Map.of(variable, port));
                List<String> output = process.inputReader(UTF_8).lines().toList();
                assertThat(process.waitFor()).isEqualTo(1);
                assertThat(output)
                        .filteredOn(printed -> printed.contains("not started: "))
                        .singleElement()
                        .satisfies(error -> assertThat(error).contains(variable + " is " + port));
                assertThat(output).noneMatch(printed -> printed.startsWith("\tat "));
            }
        }
    }

    @Test
    void runsFromTheEnvironmentAloneAndExitsWithZeroOnSigterm() throws IOException, InterruptedException {
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "process.").declare();
        Process process = start(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", topic.bootstrapServers(), "ROLLCALL_TOPIC_PREFIX", topic.prefix()));
        BufferedReader output = process.inputReader(UTF_8);
        int port = Integer.parseInt(await(output, "webhooks are received on port (\\d+)"));
        await(output, "events are stored in the topic (process.clerk.events)");
        RawRequest request =
                RawRequest.signed(Signer.PUBLISHED, "msg_1", System.currentTimeMillis() / 1000, "{}".getBytes(UTF_8));
        assertThat(RawConnection.exchange(port, request).status()).isEqualTo(202);
        process.destroy();
        assertThat(process.waitFor()).isZero();
        assertThat(topic.read()).hasSize(1);
    }

    private static Process start(Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> variables = new TreeMap<>(Map.of(
                "CLERK_WEBHOOK_SIGNING_SECRET", SECRET,
                "ROLLCALL_GATEWAY_PORT", "0",
                "ROLLCALL_GATEWAY_ADDRESS", "127.0.0.1",
                "ROLLCALL_GATEWAY_MANAGEMENT_PORT", "0"));
        variables.putAll(environment);
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** Reads on to the first line that matches, and returns its group. */
    private static String await(BufferedReader output, String line) throws IOException {
        Pattern pattern = Pattern.compile(line);
        List<String> read = new ArrayList<>();
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            read.add(next);
            Matcher matcher = pattern.matcher(next);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("the process ended before it said '" + line + "':\n" + String.join("\n", read));
    }
}
