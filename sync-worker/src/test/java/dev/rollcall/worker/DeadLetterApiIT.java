package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The management API of the worker as it is started everywhere. */
class DeadLetterApiIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/ops/dead-letters";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    /** Its loops are not started: it makes the topics and the database. */
    private WorkerHarness harness;

    private ConfigurableApplicationContext application;

    @BeforeEach
    void prepare() {
        harness = new WorkerHarness();
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        client.close();
        harness.close();
    }

    private void start(String token) {
        application = WorkerApplication.application()
                .run(
                        "--server.port=0",
                        "--rollcall.ops.token=" + token,
                        "--rollcall.ops.loopback=false",
                        "--spring.kafka.bootstrap-servers=" + harness.kafka.bootstrapServers(),
                        "--rollcall.kafka.topic-prefix=" + harness.topics.prefix(),
                        "--spring.datasource.url=postgresql://rollcall_sync:test-password@127.0.0.1:"
                                + harness.database.server.port() + "/" + harness.database.name);
    }

    private HttpRequest.Builder request(String path) {
        String port = application.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + TOKEN));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return JSON.readTree(response.body());
    }

    /** All in one partition: those of two may die in any order. */
    private void produceDeadLetters(int count) throws InterruptedException {
        for (int index = 1; index <= count; index++) {
            harness.produce(
                    List.of(Events.event(
                            "m" + index,
                            "user.updated",
                            1,
                            "user_" + index,
                            "{\"id\":\"user_" + index + "\",\"first_name\":\"Zoe\",\"updated_at\":\"soon\"}")),
                    0);
        }
        harness.await("dead letters", () -> harness.database.count("rollcall.dead_letters") == count);
    }

    @Test
    void withoutATokenSettingThereIsNoSuchThing() throws Exception {
        start("");
        for (HttpRequest.Builder request : List.of(
                request(PATH),
                request(PATH).header("Authorization", "Bearer "),
                request(PATH + "/1-1"),
                request(PATH + "/discard").POST(HttpRequest.BodyPublishers.ofString("{\"yes\":true}")))) {
            HttpResponse<String> response = send(request);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(json(response).get("error").stringValue()).isEqualTo("not found");
        }
        assertThat(send(request("/actuator/health/liveness")).statusCode())
                .as("health needs no token")
                .isEqualTo(200);
    }

    @Test
    void withoutTheTokenNothingIsAnsweredAndNothingDone() throws Exception {
        start("alice:" + TOKEN);
        produceDeadLetters(1);
        for (HttpRequest.Builder request : List.of(
                request(PATH),
                request(PATH).header("Authorization", "Bearer " + TOKEN + "0"),
                request(PATH).header("Authorization", "Basic " + TOKEN),
                request(PATH + "/1-1").header("Authorization", "Bearer alice"),
                request(PATH + "/replay").POST(HttpRequest.BodyPublishers.ofString("{\"yes\":true}")),
                request(PATH + "/discard")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"yes\":true,\"reason\":\"because\"}")))) {
            HttpResponse<String> response = send(request);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(json(response).toString()).isEqualTo("{\"error\":\"a bearer token is required\"}");
        }
        assertThat(harness.database.rows("select state from rollcall.dead_letters"))
                .containsExactly("open");
        assertThat(harness.database.count("rollcall.audit_log")).isZero();
    }

    @Test
    void listsShowsReplaysAndDiscards() throws Exception {
        start("alice:" + TOKEN);
        produceDeadLetters(2);

        JsonNode listing = json(get(PATH + "?code=version"));
        assertThat(listing.get("count").intValue()).isEqualTo(2);
        JsonNode letter = listing.get("groups").get(0).get("letters").get(0);
        assertThat(letter.get("state").stringValue()).isEqualTo("open");
        assertThat(letter.get("messageId").stringValue()).isEqualTo("m1");
        String id = letter.get("id").stringValue();
        assertThat(id).matches("[0-9]+-[0-9]+");
        assertThat(listing.toString()).doesNotContain("Zoe", "topicId");
        assertThat(json(get(PATH + "?code=json")).get("count").intValue()).isZero();

        JsonNode shown = json(get(PATH + "/" + id));
        assertThat(shown.get("forecast").get("verdict").stringValue()).isEqualTo("dies_again");
        assertThat(shown.get("forecast").get("sentence").stringValue())
                .startsWith("It would die again with code version");
        assertThat(shown.toString()).contains("data.first_name").doesNotContain("Zoe");
        assertThat(get(PATH + "/" + id + "?values=true").body()).contains("Zoe");

        assertThat(json(post(PATH + "/replay", "{\"code\":\"version\"}")).toString())
                .isEqualTo("{\"dryRun\":true,\"matching\":2,\"byCode\":{\"version\":2}}");
        assertThat(harness.read(harness.topics.events())).hasSize(2);
        assertThat(json(post(PATH + "/replay", "{\"id\":\"" + id + "\",\"yes\":true}"))
                        .toString())
                .isEqualTo("{\"dryRun\":false,\"matching\":1,\"byCode\":{\"version\":1},\"replayed\":1,\"gone\":0,"
                        + "\"left\":0}");
        harness.await("it dies again", () -> harness.database.count("rollcall.dead_letters") == 3);
        assertThat(json(post(PATH + "/discard", "{\"reason\":\"a test send\"}"))
                        .get("matching")
                        .intValue())
                .isEqualTo(2);
        assertThat(json(post(PATH + "/discard", "{\"reason\":\"a test send\",\"yes\":true}"))
                        .get("discarded")
                        .intValue())
                .isEqualTo(2);
        assertThat(json(get(PATH)).get("count").intValue()).isZero();
        assertThat(json(get(PATH + "?all=true")).get("count").intValue()).isEqualTo(3);
        assertThat(harness.database.rows("select actor, action, count, reason from rollcall.audit_log order by id"))
                .containsExactly(
                        "token:alice|dead-letters show-values|1|-",
                        "token:alice|dead-letters replay-begun|1|-",
                        "token:alice|dead-letters replay-done|1|-",
                        "token:alice|dead-letters discard|2|a test send");
    }

    @Test
    void whatIsWrongIsSaidWithoutInternals() throws Exception {
        start(TOKEN);
        produceDeadLetters(1);
        for (HttpResponse<String> response : List.of(
                get(PATH + "?code=none"),
                get(PATH + "?since=yesterday-ish"),
                get(PATH + "?entity=zoe@x.y"),
                get(PATH + "/none"),
                post(PATH + "/replay", ""),
                post(PATH + "/replay", "nonsense"),
                post(PATH + "/replay", "null"),
                post(PATH + "/replay", "[]"),
                post(PATH + "/replay", "{\"yes\":true,\"colour\":\"blue\"}"),
                post(PATH + "/replay", "{\"yes\":true,\"rate\":0}"),
                post(PATH + "/replay", "{\"reason\":\"" + "x".repeat(70_000) + "\"}"),
                post(PATH + "/discard", "{\"yes\":true}"),
                post(PATH + "/discard", "{\"yes\":true,\"reason\":\"zoe@x.y\"}"),
                post(PATH + "/discard", "{\"yes\":true,\"all\":true,\"reason\":\"because\"}"))) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(json(response).get("error").stringValue())
                    .isNotEmpty()
                    .doesNotContain("Exception", "jackson", "zoe", "yesterday-ish");
        }
        assertThat(get(PATH + "/1-99999").statusCode()).isEqualTo(404);
        assertThat(json(get(PATH + "/1-99999")).get("error").stringValue()).isEqualTo("no such dead letter");
        assertThat(send(request(PATH).DELETE()).statusCode()).isEqualTo(405);
        assertThat(harness.database.rows("select state from rollcall.dead_letters"))
                .containsExactly("open");

        harness.database.execute("revoke select on rollcall.dead_letters from rollcall_sync");
        HttpResponse<String> refused = get(PATH);
        harness.database.execute("grant select on rollcall.dead_letters to rollcall_sync");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).isEqualTo("{\"error\":\"PostgreSQL or Kafka cannot do it now\"}");
    }
}
