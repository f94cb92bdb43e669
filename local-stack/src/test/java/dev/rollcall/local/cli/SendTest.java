package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.local.cli.StandInRepository.Result;
import dev.rollcall.simulator.delivery.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against something that listens like a gateway; {@code WholeStackIT} sends to a real one. */
class SendTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path directory;

    private StandInRepository repository = new StandInRepository(Path.of(""));
    private final HttpServer gateway = server();
    private byte[] body = {};
    private String signedAs = "";
    private int status = 202;

    @BeforeEach
    void listen() throws IOException {
        repository = StandInRepository.in(directory);
        gateway.createContext("/", exchange -> {
            body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            String expected = WebhookSignature.of(SECRET)
                    .sign(headers.getFirst("svix-id"), Long.parseLong(headers.getFirst("svix-timestamp")), body);
            signedAs = expected.equals(headers.getFirst("svix-signature")) ? "right" : "wrong";
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void sendsAnInventedOneWithTheFieldsThatWereGiven() {
        Result sent = send("user.created", "--data", "first_name=Ada", "--data", "public_metadata.plan={\"seats\":3}");

        assertThat(sent.exitCode()).as(sent.errors()).isZero();
        assertThat(signedAs).isEqualTo("right");
        assertThat(event().get("type").asString()).isEqualTo("user.created");
        assertThat(event().at("/data/first_name").asString()).isEqualTo("Ada");
        assertThat(event().at("/data/public_metadata/plan/seats").asInt()).isEqualTo(3);
        assertThat(event().at("/data/id").asString()).startsWith("user_");
        assertThat(event().at("/data/updated_at").asLong())
                .isEqualTo(event().get("timestamp").asLong());
        assertThat(sent.output()).contains("user.created of user_", "acknowledged (202), message msg_");
    }

    @Test
    void sendsTheObjectOfAFileOrAWholeEvent() throws IOException {
        Path object = Files.writeString(directory.resolve("object.json"), "{\"id\":\"user_1\",\"object\":\"user\"}");
        send("user.updated", object.toString());
        assertThat(event().at("/data/id").asString()).isEqualTo("user_1");
        assertThat(event().get("object").asString()).isEqualTo("event");

        Path whole = Files.writeString(
                directory.resolve("event.json"),
                "{\"type\":\"user.created\",\"instance_id\":\"ins_of_the_file\",\"data\":{\"id\":\"user_2\"}}");
        send("user.updated", whole.toString());
        assertThat(event().get("type").asString()).isEqualTo("user.updated");
        assertThat(event().get("instance_id").asString()).isEqualTo("ins_of_the_file");
        send("user.updated", whole.toString(), "--instance-id", "ins_other");
        assertThat(event().get("instance_id").asString()).isEqualTo("ins_other");
    }

    @Test
    void saysThatItWasRefused() {
        status = 401;

        Result refused = send("session.ended", "--json");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo("Likely the gateway has another signing secret than $CLERK_WEBHOOK_SIGNING_SECRET.\n");
        assertThat(refused.output()).contains("\"status\":401", "\"acknowledged\":false");
    }

    @Test
    void refusesWhatItCannotSend() throws IOException {
        assertThat(send("user.craeted").errors())
                .isEqualTo("rollcall: no event is called user.craeted; did you mean user.created?\n");
        assertThat(send("user.promoted").errors())
                .isEqualTo("rollcall: no event is called user.promoted; there are"
                        + " user.created, user.deleted, user.updated\n");
        assertThat(send("customer").errors())
                .contains("no event is called customer; it begins with one of ", "organization", "user")
                .doesNotContain("user.created");
        Result noSecret = send("user.created", "--secret", "geheim");
        assertThat(noSecret.exitCode()).isEqualTo(2);
        assertThat(noSecret.errors())
                .hasLineCount(1)
                .contains("--secret is too short to be a signing secret", "whsec_...")
                .doesNotContain("geheim");
        Path list = Files.writeString(directory.resolve("list.json"), "[]");
        assertThat(send("user.created", list.toString()).exitCode()).isEqualTo(2);
        assertThat(repository.run("send", "user.created").errors())
                .hasLineCount(1)
                .contains("no stack runs in", "--url");
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private Result send(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "send";
        all[1] = "--url";
        all[2] = "http://127.0.0.1:" + gateway.getAddress().getPort() + "/webhooks/clerk";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return repository.run(Map.of("CLERK_WEBHOOK_SIGNING_SECRET", SECRET), all);
    }

    private JsonNode event() {
        return JsonMapper.shared().readTree(body);
    }
}
