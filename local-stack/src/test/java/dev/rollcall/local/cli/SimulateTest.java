package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.local.cli.StandInRepository.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Against something that refuses as a gateway does; {@code WholeStackIT} simulates before a real one. */
class SimulateTest {

    @TempDir
    Path directory;

    @Test
    void saysWhatTheLastAnswersWereWhenNothingIsDelivered() throws Exception {
        Result told = refusedWith(401);

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.output())
                .contains("NOT DELIVERED: 3 deliveries given up; last answers: 401 ×3: is the secret the gateway's?");
        assertThat(refusedWith(503).output()).contains("503 ×3: does the gateway reach Kafka?");
    }

    @Test
    void saysItToAProgramToo() throws Exception {
        Result told = refusedWith(401, "--json");

        assertThat(JsonMapper.shared()
                        .readTree(told.output())
                        .get("sent")
                        .get("last_answers")
                        .toString())
                .isEqualTo("{\"401\":3}");
    }

    private Result refusedWith(int status, String... more) throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        gateway.start();
        try {
            List<String> line = new ArrayList<>(List.of(
                    "simulate",
                    "--events=3",
                    "--rate=0",
                    "--retry-span=1",
                    "--url=http://127.0.0.1:" + gateway.getAddress().getPort() + "/webhooks/clerk",
                    "--secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
            line.addAll(List.of(more));
            return StandInRepository.in(directory).run(line.toArray(String[]::new));
        } finally {
            gateway.stop(0);
        }
    }
}
