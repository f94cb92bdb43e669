package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.proving.servers.SharedServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom the management port answers. */
class ManagementPortIT {

    private static final List<String> PATHS = List.of(
            "/actuator/prometheus", "/actuator/health", "/actuator/health/readiness", "/actuator", "/", "/none");

    /** DNS rebinding: a page elsewhere reads what a name of its own leads to. */
    @Test
    void onLoopbackItAnswersOnNoPathToAnotherName() throws IOException {
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "management-port.").declare();
        try (RunningGateway gateway = RunningGateway.start(topic.bootstrapServers(), topic.prefix(), Clock.systemUTC())
                .awaitReady()) {
            for (String path : PATHS) {
                for (String host :
                        List.of("evil.test:" + gateway.managementPort(), "localhost.evil.test", "10.0.0.7")) {
                    assertThat(statusLine(gateway, path, host))
                            .as(path + " " + host)
                            .contains(" 421");
                }
            }
            for (String host : List.of("127.0.0.1", "127.0.0.1:1", "localhost:8081", "[::1]:8081")) {
                assertThat(statusLine(gateway, "/actuator/prometheus", host)).contains(" 200");
                assertThat(statusLine(gateway, "/actuator/health/readiness", host))
                        .contains(" 200");
            }
        }
    }

    /** In a container it is asked by the name of a service, or by the address of a pod. */
    @Test
    void onEveryAddressItAnswersToAnyName() throws IOException {
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "management-all.").declare();
        try (RunningGateway gateway = RunningGateway.start(
                        topic.bootstrapServers(),
                        topic.prefix(),
                        Clock.systemUTC(),
                        Map.of("server.address", "0.0.0.0"))
                .awaitReady()) {
            assertThat(statusLine(gateway, "/actuator/prometheus", "gateway:8081"))
                    .contains(" 200");
        }
    }

    private static String statusLine(RunningGateway gateway, String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.managementPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
