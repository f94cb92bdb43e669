package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console's API: who is let in, what is masked, what is noted, and that it tells what the servers hold. */
class ConsoleApiIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final WorkerHarness harness = new WorkerHarness();
    private final FakeGateway gateway = new FakeGateway();
    private RunningWorker worker;

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.close();
        }
        gateway.close();
        client.close();
        harness.close();
    }

    private HttpResponse<String> send(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(worker.at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** A client library would not let a host be named that it does not connect to. */
    private String statusLine(String host) throws IOException {
        return statusLine("/ops/status HTTP/1.1", "Host: " + host + "\r\n");
    }

    private String statusLine(String target, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker.port())) {
            socket.getOutputStream()
                    .write(("GET " + target + "\r\n" + headers + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void awaitStatus(String what, Predicate<JsonNode> condition) throws Exception {
        harness.await(what, () -> {
            try {
                HttpResponse<String> response = send("/ops/status");
                return response.statusCode() == 200 && condition.test(JSON.readTree(response.body()));
            } catch (IOException away) {
                return false;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    @Test
    void withoutTokensLetsInThisMachineAndNobodyThroughIt() throws Exception {
        worker = new RunningWorker(harness, 0);
        awaitStatus("the first pulse", status -> true);
        assertThat(statusLine("localhost:" + worker.port())).contains("200");
        assertThat(statusLine("[::1]:1")).contains("200");
        assertThat(statusLine("rebound.example:" + worker.port()))
                .as("a page that had its own name point here")
                .contains("404");
        assertThat(statusLine("/ops/status HTTP/1.0", "Host: 127.0.0.1\r\n"))
                .as("nginx, unless it is told otherwise")
                .contains("404");
        for (String[] through : List.of(
                new String[] {"X-Forwarded-For", "203.0.113.7"},
                new String[] {"X-Forwarded-Host", "rollcall.example"},
                new String[] {"X-Forwarded-Proto", "https"},
                new String[] {"X-Real-IP", "203.0.113.7"},
                new String[] {"CF-Connecting-IP", "203.0.113.7"},
                new String[] {"Forwarded", "for=203.0.113.7"},
                new String[] {"X-Forwarded-Host", "ops.example"},
                new String[] {"X-Real-IP", "203.0.113.7"},
                new String[] {"Via", "1.1 proxy"},
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"},
                new String[] {"Origin", "http://elsewhere.example"},
                new String[] {"Authorization", "Bearer " + TOKEN})) {
            assertThat(send("/ops/status", through).statusCode())
                    .as(String.join(": ", through))
                    .isEqualTo(404);
            assertThat(send("/ops/stream", through).statusCode()).isEqualTo(404);
            assertThat(send("/ops/dead-letters", through).statusCode()).isEqualTo(404);
        }
        assertThat(send("/ops/status", "Sec-Fetch-Site", "same-origin", "Origin", "http://127.0.0.1:" + worker.port())
                        .statusCode())
                .isEqualTo(200);
    }

    /** DNS rebinding: a page elsewhere reads what a name of its own leads to. */
    @Test
    void answersOnNoPathToAnotherName() throws Exception {
        worker = new RunningWorker(harness, 0, "--rollcall.ops.token=alice:" + TOKEN);
        for (String path : List.of(
                "/",
                "/index.html",
                "/actuator/prometheus",
                "/actuator/health/liveness",
                "/actuator",
                "/none",
                "/ops/..;/actuator/prometheus",
                "/ops;x/../actuator/prometheus")) {
            assertThat(statusLine(path + " HTTP/1.1", "Host: rebound.example:" + worker.port() + "\r\n"))
                    .as(path)
                    .doesNotContain("200")
                    .contains(path.contains("..") ? " 4" : "421");
        }
        for (String host : List.of("127.0.0.1:" + worker.port(), "localhost", "[::1]:9", "127.0.0.1")) {
            assertThat(statusLine("/actuator/prometheus HTTP/1.1", "Host: " + host + "\r\n"))
                    .contains("200");
            assertThat(statusLine("/actuator/health/liveness HTTP/1.1", "Host: " + host + "\r\n"))
                    .contains("200");
        }
        assertThat(statusLine("/actuator/prometheus HTTP/1.0", ""))
                .as("no browser")
                .contains("200");
        assertThat(statusLine(
                        "/ops/status HTTP/1.1", "Host: console.example\r\nAuthorization: Bearer " + TOKEN + "\r\n"))
                .as("who has a token needs no name")
                .contains("200");
    }

    @Test
    void withTokensAsksThisMachineTooUnlessToldOtherwise() throws Exception {
        worker = new RunningWorker(harness, 0, "--rollcall.ops.token=alice:" + TOKEN);
        for (String path : List.of(
                "/ops/status",
                "/ops/stream",
                "/ops/doctor",
                "/ops/completeness",
                "/ops/entities/user_1",
                "/ops/entities/user_1/timeline")) {
            assertThat(send(path).statusCode()).as(path).isEqualTo(401);
            assertThat(send(path, "Authorization", "Bearer " + TOKEN + "0").statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(send("/ops/doctor", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
        worker.close();

        worker = new RunningWorker(
                harness,
                0,
                "--rollcall.ops.token=alice:" + TOKEN,
                "--rollcall.ops.loopback=true",
                "--rollcall.ops.accepted-findings=login_may_drop:postgres");
        HttpResponse<String> doctor = send("/ops/doctor");
        assertThat(doctor.statusCode()).isEqualTo(200);
        assertThat(doctor.body())
                .as("what is accepted says so, and nothing else does")
                .containsPattern("\"finding\":\"login_may_drop\",\"object\":\"postgres\"[^}]*\"accepted\":true")
                .containsPattern("\"finding\":\"role_bypasses\",\"object\":\"postgres\"[^}]*\"accepted\":false");
        assertThat(send("/ops/doctor", "Authorization", "Bearer " + TOKEN + "0").statusCode())
                .as("a wrong token is no missing one")
                .isEqualTo(401);
        assertThat(send("/ops/doctor", "X-Forwarded-For", "203.0.113.7").statusCode())
                .isEqualTo(401);
    }

    @Test
    void masksWhatIsPersonalUntilAskedAndNotesWhoAsked() throws Exception {
        worker = new RunningWorker(harness, 0);
        harness.produce(List.of(
                Events.organization("m1", "created", "org_1", 1, "Acme"),
                Events.user("m2", "created", "user_1", 2, "Zoe", List.of("zoe@example.com")),
                Events.membership("m3", "created", "orgmem_1", "org_1", "user_1", 3, "org:admin")));
        harness.await("the first version", () -> harness.database.count("clerk.users") == 1);
        harness.produce(List.of(
                Events.user("m4", "updated", "user_1", 5, "Zora", List.of("zoe@example.com")),
                Events.user("m4", "updated", "user_1", 5, "Zora", List.of("zoe@example.com")),
                Events.user("m5", "updated", "user_1", 4, "Old", List.of()),
                Events.event("m6", "user.updated", 1, "user_1", "{\"id\":\"user_1\",\"updated_at\":\"soon\"}")));
        harness.await(
                "all is applied",
                () -> harness.database.count("rollcall.dead_letters") == 1
                        && harness.database.count("clerk.organization_memberships") == 1
                        && harness.database
                                .rows("select first_name from clerk.users")
                                .equals(List.of("Zora")));

        harness.database.execute(
                "update clerk.users set primary_email_address_id = (select id from clerk.user_email_addresses)");

        JsonNode user = get("/ops/entities/user_1");
        assertThat(user.get("state").stringValue()).isEqualTo("live");
        assertThat(user.get("version").get("messageId").stringValue()).isEqualTo("m4");
        assertThat(user.toString())
                .contains("first_name", "org_1", "org:admin", "idn_")
                .doesNotContain("Zora", "zoe@example.com", "blue");
        assertThat(user.get("known")
                        .valueStream()
                        .map(field -> field.get("name").stringValue() + " "
                                + field.get("masked").booleanValue())
                        .toList())
                .containsExactly("name true", "primary e-mail address true");
        List<String> schema = harness.database.rows("""
                select attname from pg_attribute where attrelid = 'clerk.users'::regclass and attnum > 0
                    and not attisdropped and attname not like 'sync\\_%' order by attnum
                """);
        List<String> fields = user.get("fields")
                .valueStream()
                .map(field -> field.get("name").stringValue())
                .toList();
        assertThat(fields).startsWith("id", "first_name", "last_name").containsExactlyInAnyOrderElementsOf(schema);
        schema.removeAll(fields.subList(0, fields.indexOf("last_sign_in_at") + 1));
        assertThat(fields).as("then as the schema has them").endsWith(schema.toArray(String[]::new));
        JsonNode addresses = user.get("related")
                .valueStream()
                .filter(one -> one.get("name").stringValue().equals("email addresses"))
                .findFirst()
                .orElseThrow();
        assertThat(addresses
                        .get("columns")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList())
                .startsWith("id", "email_address");
        JsonNode members = get("/ops/entities/org_1").get("related").get(0);
        assertThat(members.get("name").stringValue()).isEqualTo("live members");
        assertThat(members.get("count").intValue()).isEqualTo(1);
        assertThat(members.toString()).contains("user_1");

        harness.await(
                "the change topic has both versions",
                () -> harness.read(harness.topics.changes(Resource.USER)).size() == 2);
        JsonNode timeline = get("/ops/entities/user_1/timeline");
        assertThat(timeline.toString()).doesNotContain("Zora", "Zoe", "zoe@example.com");
        assertThat(timeline.get("events").get("complete").booleanValue()).isTrue();
        assertThat(timeline.get("history").get("on").booleanValue()).isFalse();
        assertThat(timeline.get("history").get("changes").intValue()).isZero();
        assertThat(timeline.get("entries")
                        .valueStream()
                        .map(entry -> entry.get("messageId").stringValue() + " "
                                + entry.get("effect").stringValue())
                        .toList())
                .containsExactly("m6 DEAD", "m5 NOTHING_KNOWN", "m4 REPEATED", "m4 WROTE", "m2 WROTE");
        JsonNode update = timeline.get("entries").get(3);
        assertThat(update.get("what").stringValue()).isEqualTo("user.updated");
        assertThat(update.get("differences")
                        .valueStream()
                        .map(difference -> difference.get("field").stringValue())
                        .toList())
                .contains("first_name", "updated_at")
                .doesNotContain("id", "email_addresses");
        assertThat(harness.database.count("rollcall.audit_log"))
                .as("nothing was revealed")
                .isZero();

        JsonNode revealed = get("/ops/entities/user_1?values=true");
        assertThat(revealed.toString()).contains("Zora", "zoe@example.com");
        assertThat(revealed.get("known")
                        .valueStream()
                        .map(field -> field.get("value").stringValue())
                        .toList())
                .containsExactly("Zora", "zoe@example.com");
        assertThat(get("/ops/entities/user_1/timeline?values=true")
                        .get("entries")
                        .get(3)
                        .get("differences")
                        .toString())
                .contains("Zoe", "Zora");
        assertThat(harness.database.rows("select actor, action, subject from rollcall.audit_log order by id"))
                .containsExactly(
                        "loopback|entity show-values|entity=user_1",
                        "loopback|entity show-values|timeline of entity=user_1");
        assertThat(send("/ops/entities/user_2").statusCode()).isEqualTo(404);
        assertThat(send("/ops/entities/zoe@example.com").statusCode()).isEqualTo(400);
        assertThat(send("/ops/entities/orgmem_1").body()).contains("user_", "org_");
    }

    private HttpResponse<String> search(String text, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(worker.at("/ops/search"))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(java.util.Map.of("text", text))));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void findsPeopleByWhatIsKnownOfThemAndNotesThatSomebodySearched() throws Exception {
        worker = new RunningWorker(harness, 0);
        harness.produce(List.of(
                Events.organization("m1", "created", "org_1", 1, "Acme"),
                Events.user("m2", "created", "user_1", 2, "Zoe", List.of("zoe@example.com")),
                Events.membership("m3", "created", "orgmem_1", "org_1", "user_1", 3, "org:admin"),
                Events.event("m4", "session.created", 4, "sess_1", """
                        {"id":"sess_1","object":"session","user_id":"user_1","status":"active","updated_at":%d}
                        """.formatted(Events.BASE))));
        harness.await(
                "all are there",
                () -> harness.database.count("clerk.users") == 1
                        && harness.database.count("clerk.organization_memberships") == 1
                        && harness.database.count("clerk.sessions") == 1);
        harness.database.execute("update clerk.users set external_id = 'crm-7'");
        harness.database.execute("update clerk.organizations set slug = 'acme-inc'");
        harness.database.execute(
                "insert into clerk.user_phone_numbers (user_id, id, phone_number) values ('user_1', 'idn_p', '+493012345')");

        for (String known : List.of("zoe@example.com", "Zoe@Example.com", "crm-7", "+49 30 12345")) {
            assertThat(search(known).body()).as(known).contains("\"id\":\"user_1\"");
        }
        assertThat(search("acme-inc").body()).contains("\"id\":\"org_1\"", "slug");
        assertThat(search("sess_1").body())
                .isEqualTo("{\"matches\":[{\"id\":\"user_1\",\"by\":\"the id of a row in clerk.sessions\"}]}");
        assertThat(search("orgmem_1").body()).contains("\"id\":\"user_1\"", "\"id\":\"org_1\"");
        assertThat(search("sess_2").body()).isEqualTo("{\"matches\":[]}");
        String address = harness.database
                .rows("select id from clerk.user_email_addresses")
                .getFirst();
        assertThat(address).startsWith("idn_");
        assertThat(search(address).body())
                .isEqualTo(
                        "{\"matches\":[{\"id\":\"user_1\",\"by\":\"the id of a row in clerk.user_email_addresses\"}]}");
        assertThat(search("idn_p").body()).contains("\"id\":\"user_1\"", "clerk.user_phone_numbers");
        assertThat(search("idn_none").body()).isEqualTo("{\"matches\":[]}");
        assertThat(search("nobody@example.com").body()).isEqualTo("{\"matches\":[]}");
        assertThat(search("user_").body())
                .isEqualTo("{\"matches\":[{\"id\":\"user_1\",\"by\":\"how the id begins\"}]}");
        assertThat(search("org_").body()).contains("\"id\":\"org_1\"");
        assertThat(search("user_1x").body()).isEqualTo("{\"matches\":[]}");
        assertThat(search(" ").statusCode()).isEqualTo(400);
        assertThat(search("zoe@example.com", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(404);
        assertThat(harness.database.rows("select distinct actor, action, subject from rollcall.audit_log order by 3"))
                .containsExactly(
                        "loopback|entity search|by e-mail address",
                        "loopback|entity search|by id, phone number, external id, username or slug");
        assertThat(harness.database.rows("select count(*) from rollcall.audit_log"))
                .as("the refused ones are none")
                .containsExactly("15");
    }

    @Test
    void countsWhatTheGatewayAndTheWorkerDidAndSaysWhatItDoesNotKnow() throws Exception {
        gateway.counts(1_000, 10, 990, "closed");
        worker = new RunningWorker(harness, 0, "--rollcall.ops.gateways=" + gateway.address() + "/,http://127.0.0.1:1");
        awaitStatus(
                "one of two gateways is silent",
                status -> status.get("gateway").get("silent").size() == 1
                        && status.get("gateway").get("breaker").asString("").equals("closed"));
        assertThat(get("/ops/status").get("point").get("gateway").isNull())
                .as("half of the numbers are not shown as all")
                .isTrue();
        worker.close();

        worker = new RunningWorker(harness, 0, "--rollcall.ops.gateways=" + gateway.address());
        awaitStatus(
                "the gateway answers",
                status -> status.get("gateway").get("silent").isEmpty());
        gateway.counts(1_007, 12, 995, "open");
        harness.produce(List.of(
                Events.user("m1", "created", "user_1", 2, "Zoe", List.of()),
                Events.user("m2", "updated", "user_1", 1, "Old", List.of())));
        awaitStatus("what came since", status -> {
            JsonNode gateways = status.get("gateway");
            return gateways.get("totals").get("received").intValue() == 7
                    && gateways.get("totals").get("rejected").intValue() == 2
                    && gateways.get("totals").get("verified").intValue() == 5
                    && gateways.get("breaker").asString("").equals("open")
                    && !gateways.get("lastVerifiedMillis").isNull()
                    && status.get("outcomes").get("inserted").intValue() == 1
                    && status.get("outcomes").get("stale").intValue() == 1
                    && status.get("standing").get("word").asString("").equals("live")
                    && status.get("partitions").get("partitions").size() == 12
                    && status.get("partitions")
                            .get("partitions")
                            .valueStream()
                            .allMatch(lag -> lag.get("records").intValue() == 0
                                    && lag.get("reader").asString("").startsWith("worker-0"));
        });
        gateway.counts(3, 0, 3, "closed");
        awaitStatus(
                "a gateway that began anew",
                status -> status.get("gateway").get("totals").get("received").intValue() == 10);
    }

    @Test
    void tellsHowFarTheCopyIsFromClerkAndWhatWasNeverSurveyed() throws Exception {
        worker = new RunningWorker(harness, 0);
        JsonNode before = get("/ops/completeness");
        assertThat(before.get("survey").isNull()).isTrue();
        assertThat(before.get("tables")).hasSize(Resource.values().length);
        harness.database.execute("""
                insert into rollcall.survey_runs (run, command, mode, instance_id, release, phase, requests)
                values (7, 'reconcile', '', 'ins_1', 'r', 'look', 12);
                insert into rollcall.survey_tables (run, "table", state, listed, clerk_count, live_rows)
                values (7, 'users', 'walked', 40, 41, 42);
                insert into rollcall.drift ("table", verdict, found, "left", run, proven_at)
                values ('users', 'extra', 3, 2, 7, '2026-11-28T10:00:00Z')
                """);
        JsonNode after = get("/ops/completeness");
        assertThat(after.get("survey").get("phase").asString()).isEqualTo("look");
        assertThat(after.get("survey").get("steps").get(0).get("listed").asLong())
                .isEqualTo(40);
        JsonNode users = after.get("tables")
                .valueStream()
                .filter(table -> table.get("table").asString().equals("users"))
                .findFirst()
                .orElseThrow();
        assertThat(users.get("left").get("extra").asLong()).isEqualTo(2);
        assertThat(users.get("live").asLong()).isEqualTo(42);
        assertThat(users.get("clerk").asLong()).isEqualTo(41);
        assertThat(users.get("provenAt").asString()).isEqualTo("2026-11-28T10:00:00Z");
        assertThat(after.get("tables")
                        .valueStream()
                        .filter(table -> table.get("left").isNull()))
                .hasSize(Resource.values().length - 1);
    }

    @Test
    void streamsPulsesAndEndsThemWhenItStops() throws Exception {
        worker = new RunningWorker(harness, 0);
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(worker.at("/ops/stream")).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("event:history");
        assertThat(lines.readLine()).startsWith("data:[");
        lines.readLine();
        long before = 0;
        for (int pulse = 0; pulse < 3; pulse++) {
            assertThat(lines.readLine()).isEqualTo("event:pulse");
            JsonNode data = JSON.readTree(lines.readLine().substring("data:".length()));
            assertThat(data.get("atMillis").longValue()).isGreaterThan(before);
            before = data.get("atMillis").longValue();
            lines.readLine();
        }
        worker.close();
        assertThat(lines.lines().reduce("", (first, second) -> second))
                .as("the stream ended, it was not cut")
                .isNotNull();
        worker = null;
    }

    @Test
    void thePageMayRunItsOwnScriptsAndNothingElse() throws Exception {
        worker = new RunningWorker(harness, 0);
        HttpResponse<String> page = send("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(page.body())
                .contains("<html lang=\"en\">", "<main")
                .doesNotContain("<script>", "<style", " style=", " onclick=", "//cdn");
        assertThat(send("/ops/status").headers().firstValue("cache-control")).hasValue("no-store");
    }
}
