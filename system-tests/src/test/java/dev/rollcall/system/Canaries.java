package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.system.RawRequest.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Invented personal data and secrets, each recognizable wherever it turns up, and requests that carry them: genuine ones,
 * and such as fail in every way that somebody might want to write down.
 */
final class Canaries {

    static final String DATABASE_PASSWORD = RunningStack.PASSWORD;
    static final String OPS_TOKEN = "canary-operators-token-7d1b40c2";
    static final String COLLECTOR_TOKEN = "canary-collectors-token-93aa51ee";
    static final String CLERK_KEY = "sk_test_canaryOfTheBackendApi41c7";
    static final String WRONG_SECRET = "whsec_canary!not/base64#at-all";

    private static final String FIRST_NAME = "Zephyrine";
    private static final String LAST_NAME = "Quillfeather";
    private static final String MAIL = "zephyrine@canary.example";
    private static final String PHONE = "+3225550187";

    /** Longer than a real one: six digits alone turn up in a time of the log, too, or in a trace's id. */
    private static final String CODE = "canary-one-time-code-481517";

    private static final String STRANGER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    /** What must not be seen, by what it is. */
    private static final Map<String, String> PLANTED = new LinkedHashMap<>();

    static {
        PLANTED.put("first name", FIRST_NAME);
        PLANTED.put("last name", LAST_NAME);
        PLANTED.put("e-mail address", MAIL);
        PLANTED.put("e-mail address, encoded", "zephyrine%40canary");
        PLANTED.put("phone number", PHONE.substring(1));
        PLANTED.put("one-time code", CODE);
        PLANTED.put("public metadata", "canary-public-metadata");
        PLANTED.put("private metadata", "canary-private-metadata");
        PLANTED.put("unsafe metadata", "canary-unsafe-metadata");
        PLANTED.put("a field of a later release", "canary-extra");
        PLANTED.put("address of the person's browser", "203.0.113.77");
        PLANTED.put("accept token", "canary-ticket");
        PLANTED.put("signing secret", RunningStack.SECRET.substring("whsec_".length()));
        PLANTED.put("database password", DATABASE_PASSWORD);
        PLANTED.put("operator's token", OPS_TOKEN);
        PLANTED.put("collector's token", COLLECTOR_TOKEN);
        PLANTED.put("key of the Backend API", CLERK_KEY.substring("sk_test_".length()));
        PLANTED.put("wrong secret", WRONG_SECRET.substring("whsec_".length()));
        PLANTED.put("piece of a body", "\"idn_canary_1\",\"email_address\"");
    }

    private final long now = Instant.now().getEpochSecond();
    private final String instance;
    private final List<Answer> answers = new ArrayList<>();
    private final int port;
    private int messages;

    /** @param instance the one that the database is a copy of */
    Canaries(int port, String instance) {
        this.port = port;
        this.instance = instance;
    }

    /** Fails with the name of what was seen where. */
    static void assertNoneIn(String where, String text) {
        PLANTED.forEach((what, value) ->
                assertThat(text.contains(value)).as("%s is in %s", what, where).isFalse());
    }

    /** A row that a constraint can be made to refuse, so that PostgreSQL has the row in its message. */
    static String constraint() {
        return "check (first_name <> '%s' or id = 'user_canary') not valid".formatted(FIRST_NAME);
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** Genuine and understood: it becomes a row. */
    void sendGood() {
        expect(202, genuine(person("user_canary", "user.created", instance, "1")));
    }

    /** Everything that fails, and what is not stored. Returns how many become dead letters. */
    int sendFailures() {
        RawRequest genuine = genuine(person("user_canary_forged", "user.created", instance, "1"));
        String id = genuine.value("svix-id");
        expect(
                401,
                genuine.replacing(
                        "svix-signature", WebhookSignature.of(STRANGER).sign(id, now, genuine.body())));
        expect(401, genuine.replacing("svix-signature", "v1," + MAIL));
        expect(400, genuine.replacing("svix-id", MAIL));
        expect(400, genuine.replacing("svix-timestamp", PHONE));
        expect(404, genuine.line("POST /webhooks/" + MAIL + "?ticket=canary-ticket HTTP/1.1"));
        expect(404, genuine.line("POST /webhooks/zephyrine%40canary.example HTTP/1.1"));
        expect(415, genuine.replacing("Content-Type", MAIL));
        expect(
                202,
                genuine("{\"data\":{\"id\":\"ema_1\",\"to_email_address\":\"" + MAIL + "\",\"body\":\"" + CODE
                        + "\",\"data\":{\"otp_code\":\"" + CODE + "\"}},\"type\":\"email.created\"}"));
        List<String> dead = List.of(
                person("user_canary_cut", "user.created", instance, "1").substring(0, 200),
                "{\"data\":\"" + MAIL + "\",\"type\":\"user.created\",\"timestamp\":" + now * 1000 + "}",
                person(MAIL, "user.created", instance, "1"),
                person("user_canary_number", "user.created", instance, "1e200000"),
                person("user_canary_elsewhere", "user.created", "ins_" + MAIL, "1"),
                person("user_canary_elsewhere", "user.created", "ins_canary_elsewhere", "1"),
                person("user_canary_zero", "user.created", instance, "\"\\u0000\""),
                person("user_canary_refused", "user.updated", instance, "1"));
        dead.forEach(body -> expect(202, genuine(body).with("traceparent: " + MAIL, "tracestate: rojo=" + MAIL)));
        return dead.size();
    }

    private void expect(int status, RawRequest request) {
        Answer answer = request.sendTo(port);
        answers.add(answer);
        assertThat(answer.status()).as(request.line()).isEqualTo(status);
    }

    private RawRequest genuine(String body) {
        messages++;
        return RawRequest.signed("msg_canary_" + messages, now, body.getBytes(UTF_8));
    }

    private String person(String id, String type, String ofInstance, String number) {
        return """
                {"data":{"id":"%1$s","object":"user","first_name":"%2$s","last_name":"%3$s","email_addresses":[
                {"id":"idn_canary_1","email_address":"%4$s","verification":{"status":"verified","token":"%6$s"}}],
                "phone_numbers":[{"id":"idn_canary_2","phone_number":"%5$s","backup_codes":["%6$s"]}],
                "public_metadata":{"a":"canary-public-metadata","n":%10$s},"private_metadata":{"a":"canary-private-metadata"},
                "unsafe_metadata":{"a":"canary-unsafe-metadata"},"of_next_year":"canary-extra",
                "invitation_url":"https://canary.example/?__clerk_ticket=canary-ticket",
                "created_at":%7$d,"updated_at":%7$d},
                "event_attributes":{"http_request":{"client_ip":"203.0.113.77","user_agent":"%3$s"}},
                "instance_id":"%9$s","object":"event","timestamp":%7$d,"type":"%8$s"}
                """.formatted(id, FIRST_NAME, LAST_NAME, MAIL, PHONE, CODE, now * 1000, type, ofInstance, number);
    }
}
