package dev.rollcall.worker.operate.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand between Clerk and a gateway; on loopback, without a certificate. */
class OutsideExaminationTest {

    private final HttpServer between = server();
    private int status = 400;
    private String body = "{\"error\":\"bad_request\"}";
    private String asked = "";

    @BeforeEach
    void listen() {
        between.createContext("/", exchange -> {
            asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("location", "https://elsewhere.example.com/webhooks/clerk");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        between.start();
    }

    @AfterEach
    void stop() {
        between.stop(0);
    }

    @Test
    void findsTheGatewayBehindABareAddress() throws Exception {
        List<Finding> findings = OutsideExamination.of(address()).run();

        assertThat(asked).isEqualTo("POST /webhooks/clerk");
        assertThat(findings).hasSize(2);
        assertThat(findings.getFirst().what()).contains("is not encrypted");
        assertThat(findings.getLast().level()).isEqualTo(Finding.Level.OK);
        assertThat(findings.getLast().what()).contains("leads to the gateway");
    }

    @ParameterizedTest
    @CsvSource({
        "200,<html>welcome,something in between answers",
        "302,,'Clerk does not follow: give it the last address, https://elsewhere.example.com/webhooks/clerk'",
        "400,<html>bad,something in between answers",
        "401,,something in between answers",
        "404,,the endpoint has to end in /webhooks/clerk",
        "502,,look whether the gateway runs"
    })
    void saysWhatAnswersInItsPlace(int answered, @Nullable String page, String advice) throws Exception {
        status = answered;
        body = page == null ? "" : page;

        Finding finding = OutsideExamination.of(address()).run().getLast();

        assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
        assertThat(finding.what()).contains(Integer.toString(answered));
        assertThat(finding.advice()).contains(advice);
    }

    @Test
    void saysWhatCannotBeReached() throws Exception {
        int closed;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            closed = port.getLocalPort();
        }

        assertThat(OutsideExamination.of("http://127.0.0.1:" + closed)
                        .run()
                        .getLast()
                        .what())
                .contains("refuses connections");
        assertThat(OutsideExamination.of(
                                "https://127.0.0.1:" + between.getAddress().getPort())
                        .run()
                        .getLast()
                        .level())
                .isEqualTo(Finding.Level.FAIL);
        assertThat(OutsideExamination.of("https://no-such-tunnel.invalid")
                        .run()
                        .getLast()
                        .what())
                .contains("the name no-such-tunnel.invalid is not known here");
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String wrong : List.of("hooks.example.com", "ftp://hooks.example.com", "https://", "https://a b")) {
            assertThatThrownBy(() -> OutsideExamination.of(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write --url https://");
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + between.getAddress().getPort();
    }
}
