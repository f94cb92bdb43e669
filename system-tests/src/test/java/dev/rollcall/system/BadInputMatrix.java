package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.system.MatrixRow.Expected;
import dev.rollcall.system.MatrixRow.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bad-input matrix of reliability.md 4.6 as a table: what is sent, the answer, and what must have become of it.
 * Where {@code architecture.md} says otherwise, it holds, and the row says so ("architecture: …").
 */
final class BadInputMatrix {

    /** In every name that is sent: no log may hold it. */
    static final String CANARY = "Canarybird";

    static final String INSTANCE = "ins_matrix000000000000000000000";

    private static final int CAP = 512 * 1024;
    private static final String WEBHOOK = "POST /webhooks/clerk HTTP/1.1";
    private static final String FIRST_NAME = "first_name";

    private final long now = Instant.now().getEpochSecond();
    private final long updatedAt = (now - 3600) * 1000;
    private final List<MatrixRow> rows = new ArrayList<>();
    private int messages;

    private BadInputMatrix() {}

    static List<MatrixRow> rows() {
        BadInputMatrix matrix = new BadInputMatrix();
        matrix.requestLinesAndHeaders();
        matrix.signaturesAndTime();
        matrix.bodiesAndFraming();
        matrix.documents();
        matrix.versions();
        matrix.objects();
        matrix.orderOfEvents();
        matrix.contents();
        matrix.records();
        matrix.noise();
        return List.copyOf(matrix.rows);
    }

    private void requestLinesAndHeaders() {
        for (String method : List.of("GET", "PUT", "DELETE", "HEAD", "TRACE")) {
            refused("B1", method, 405, genuine().line(method + " /webhooks/clerk HTTP/1.1"));
        }
        for (String path : List.of(
                "/nowhere",
                "//webhooks/clerk",
                "/x/../webhooks/clerk",
                "/%2e%2e/webhooks/clerk",
                "/webhooks/clerk;x=1")) {
            refused("B2", path, 404, genuine().line("POST " + path + " HTTP/1.1"));
        }
        refused("B3", "no svix-id", 400, genuine().without("svix-id"));
        refused("B4", "no svix-timestamp", 400, genuine().without("svix-timestamp"));
        refused("B5", "no svix-signature", 400, genuine().without("svix-signature"));
        for (String name : List.of("svix-id", "svix-timestamp", "svix-signature")) {
            refused("B6", "empty " + name, 400, genuine().replacing(name, ""));
        }
        for (String id : List.of("a.b", "a b", "a\r\n b", "a".repeat(129), "ü", "'; drop table clerk.users")) {
            refused("B7", "id " + printable(id), 400, genuine().replacing("svix-id", id));
        }
        for (String time : List.of("abc", "1e9", "161426533.0", "+1", "0x1", "12345678901234567890")) {
            refused("B8", "timestamp " + time, 400, genuine().replacing("svix-timestamp", time));
        }
        row(
                "B8",
                "' 1': blanks around a value are not part of it (RFC 9110), so the genuine one is taken",
                genuine().replacing("svix-timestamp", "  " + now + " "));
        refused("B9", "timestamp 0, signed", 401, at(0));
        refused("B9", "timestamp -1, signed", 401, at(-1));
        refused("B17", "svix-id twice", 400, repeated("svix-id"));
        refused("B17", "svix-signature twice", 400, repeated("svix-signature"));
        RawRequest genuine = genuine();
        RawRequest both = genuine.with(
                "webhook-id: " + genuine.value("svix-id"),
                "webhook-timestamp: " + genuine.value("svix-timestamp"),
                "webhook-signature: " + genuine.value("svix-signature"));
        refused("B18", "both families, equal (architecture: one whole family, so 400 and not 202)", 400, both);
        refused("B18", "both families, different", 400, both.replacing("webhook-id", "other"));
        for (String path :
                List.of("/metrics", "/health", "/actuator", "/actuator/health", "/actuator/prometheus", "/")) {
            refused("B59", "GET " + path, 404, genuine().line("GET " + path + " HTTP/1.1"));
        }
    }

    private void signaturesAndTime() {
        refused("B10", "310 s old (301 exactly, with a clock of its own: BadInputIT)", 401, at(now - 310));
        refused("B10", "400 s ahead (301 exactly: BadInputIT)", 401, at(now + 400));
        row("B11", "200 s old (300 exactly: BadInputIT)", at(now - 200));
        row("B11", "250 s ahead (300 exactly: BadInputIT)", at(now + 250));
        String stranger =
                WebhookSignature.of("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").sign("m", now, "{}".getBytes(UTF_8));
        refused("B12", "signed with another secret", 401, signedWith(stranger));
        for (String signature :
                List.of("v1,", "v1", ",", "v1,===", genuineSignature().substring(0, 11))) {
            refused("B13", "signature " + signature, 401, signedWith(signature));
        }
        for (String version : List.of("v2", "v1a", "v0")) {
            RawRequest genuine = genuine();
            String right = genuine.value("svix-signature");
            refused(
                    "B14",
                    version + " with the right bytes",
                    401,
                    genuine.replacing("svix-signature", version + right.substring(2)));
        }
        for (int place = 0; place <= 10; place++) {
            RawRequest genuine = genuine();
            List<String> list = new ArrayList<>(Collections.nCopies(10, stranger));
            list.add(place, genuine.value("svix-signature"));
            row(
                    "B15",
                    "the right one at place " + place + " among 10 wrong ones",
                    genuine.replacing("svix-signature", String.join(" ", list)));
        }
        refused("B16", "1,000 signatures", 431, signedWith((stranger + " ").repeat(1000)));
        refused("B16", "300 signatures", 400, signedWith((stranger + " ").repeat(300)));
        refused("B16", "64 kB of a header", 431, genuine().with("x-other: " + "a".repeat(65_536)));
        RawRequest genuine = genuine();
        byte[] changed = genuine.body().clone();
        changed[20] ^= 1;
        refused("B19", "one bit changed", 401, genuine.body(changed));
        refused("B19", "re-serialised", 401, withLength(genuine, text(genuine).replace(":", ": ")));
        refused("B19", "byte order mark added", 401, withLength(genuine, "\uFEFF" + text(genuine)));
    }

    private void bodiesAndFraming() {
        dead("B23", "empty body", "empty", signed(new byte[0]));
        dead("B24", "cap - 1 bytes (of noise, so a dead letter)", "json", signed(filled(CAP - 1)));
        dead("B24", "cap bytes", "json", signed(filled(CAP)));
        refused("B24", "cap + 1 bytes", 413, signed(filled(CAP + 1)));
        RawRequest genuine = genuine();
        int length = genuine.body().length;
        slow("B25", "announces more than it sends", genuine.replacing("Content-Length", "" + (length + 1)), 408);
        refused("B25", "announces less than it sends", 401, genuine().replacing("Content-Length", "" + (length - 9)));
        refused(
                "B26",
                "chunks beyond the cap",
                413,
                signed(filled(CAP + 100_000)).chunked(8192));
        refused("B27", "length and chunks", 400, genuine().with("Transfer-Encoding: chunked"));
        refused("B27", "two lengths", 400, genuine().with("Content-Length: 3"));
        refused("B28", "gzip, a bomb", 415, signed(gzip(filled(CAP * 8))).with("Content-Encoding: gzip"));
        refused("B28", "br", 415, genuine().with("Content-Encoding: br"));
        refused("B28", "deflate", 415, genuine().with("Content-Encoding: deflate"));
        refused("B29", "no media type", 415, genuine().without("Content-Type"));
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16")) {
            refused("B29", type, 415, genuine().replacing("Content-Type", type));
        }
        RawRequest announced = genuine().replacing("Content-Length", "10000000").with("Expect: 100-continue");
        refused("B30", "Expect: 100-continue, 10 MB", 413, announced.body(new byte[0]));
        rows.add(new MatrixRow(
                "B31",
                "half a head, then silence",
                new Input.Bytes((WEBHOOK + "\r\nHost: lo").getBytes(UTF_8), List.of(408), true),
                new Expected.Nothing()));
        slow("B31", "a head, then silence", genuine().body(new byte[0]), 408);
        row("B32", "HTTP/1.0", genuine().line("POST /webhooks/clerk HTTP/1.0"));
        row("B32", "absolute form", genuine().line("POST http://other.example/webhooks/clerk HTTP/1.1"));
        row("B32", "host of someone else", genuine().replacing("Host", "evil.example"));
        refused(
                "B32",
                "HTTP/2 in the clear: refused, so there are no streams to reset",
                400,
                new RawRequest("PRI * HTTP/2.0", List.of(), "SM\r\n\r\n".getBytes(UTF_8)));
        row(
                "B33",
                "X-Forwarded-For: the signature decides, no address does",
                genuine().with("X-Forwarded-For: 44.228.126.217"));
        refused(
                "B33",
                "X-Forwarded-For on a forged one",
                401,
                signedWith(stranger()).with("X-Forwarded-For: 44.228.126.217"));
    }

    private void documents() {
        for (String body : List.of("<xml>", "{", "{} x", "{} {}", "nothing", "{'a':1}")) {
            dead("B34", body, "json", body);
        }
        for (String body : List.of("[" + text(genuine()) + "]", "\"text\"", "1", "null", "true")) {
            dead("B35", printable(body), "shape", body);
        }
        kept("B36", "depth 65", "sync_incomplete is null", "true", deep(65));
        for (int depth : List.of(500, 1_001, 100_000)) {
            applied("B36", "depth " + depth, deep(depth));
        }
        dead("B37", "id twice", "duplicate_key", user("\"id\":\"user_other\""));
        dead(
                "B37",
                "type twice",
                "duplicate_key",
                user("").replace("{\"type\"", "{\"type\":\"user.deleted\",\"type\""));
        kept(
                "B37",
                "a key of the metadata twice: neither counts",
                "public_metadata::text || sync_incomplete::text",
                "{\"b\": 3}{public_metadata}",
                "\"public_metadata\":{\"a\":1,\"a\":2,\"b\":3}");
        kept(
                "B38",
                "U+0000 in a name: the row is without it",
                "first_name is null and sync_incomplete = '{first_name}'",
                "true",
                "\"first_name\":\"a\\u0000b\"");
        applied("B38", "U+0000 in metadata", "\"public_metadata\":{\"a\":[\"\\u0000\"]}");
        applied("B38", "U+0000 in a property name", "\"public_metadata\":{\"\\u0000\":1}");
        applied("B39", "half of a surrogate pair", "\"public_metadata\":{\"a\":\"\\ud83d\"}");
        dead(
                "B39",
                "overlong UTF-8",
                "encoding",
                user("\"first_name\":\"\u00c0\u00af\"").getBytes(ISO_8859_1));
        dead("B39", "not UTF-8", "encoding", user("\"first_name\":\"\u00ff\"").getBytes(ISO_8859_1));
        dead("B39", "UTF-16", "encoding", user("").getBytes(UTF_16));
        kept(
                "B40",
                "1e400 is exact",
                "public_metadata->'n' = '1e400'::jsonb",
                "true",
                "\"public_metadata\":{\"n\":1e400}");
        kept(
                "B40",
                "2^53+1 is exact",
                "public_metadata->>'n'",
                "9007199254740993",
                "\"public_metadata\":{\"n\":9007199254740993}");
        kept("B40", "0.10 keeps its zero", "public_metadata->>'n'", "0.10", "\"public_metadata\":{\"n\":0.10}");
        kept("B40", "-0 is 0", "public_metadata->>'n'", "0", "\"public_metadata\":{\"n\":-0}");
        for (String number : List.of("1e131072", "1e-40000", "1e99999999999", "9".repeat(1_001))) {
            applied(
                    "B40",
                    "more than 1,000 digits: " + printable(number),
                    "\"public_metadata\":{\"n\":" + number + "}");
        }
        dead("B40", "NaN", "json", user("\"public_metadata\":{\"n\":NaN}"));
    }

    private void versions() {
        row(
                "B41",
                "no updated_at (architecture: created_at, else the envelope's timestamp)",
                signed(user("").replaceAll(",\"updated_at\":\\d+", "")));
        for (String time : List.of("\"soon\"", "1.5", "1e12", "true", "[]")) {
            dead("B41", "updated_at " + time, "version", user("").replaceAll("(\"updated_at\":)\\d+", "$1" + time));
        }
        for (String time : List.of("-1", "9223372036854775807", "9223372036854775808", "884541600000000")) {
            dead("B41", "updated_at " + time, "version", user("").replaceAll("(\"updated_at\":)\\d+", "$1" + time));
        }
        for (String time : List.of("-1", "-9223372036854775808", "9223372036854775807", "\"x\"")) {
            dead("B41", "timestamp " + time, "version", user("").replaceAll("(\"timestamp\":)\\d+", "$1" + time));
        }
        row(
                "B41",
                "updated_at in seconds (architecture: only the envelope's timestamp may be; a time of 1970 loses to all)",
                signed(user("").replaceAll("(\"updated_at\":)\\d+", "$1" + now)));
        row(
                "B42",
                "updated_at in 1 h (architecture: up to 24 h after the receipt is believed)",
                signed(user("").replaceAll("(\"updated_at\":)\\d+", "$1" + (now + 3600) * 1000)));
        dead(
                "B42",
                "updated_at in 25 h",
                "version",
                user("").replaceAll("(\"updated_at\":)\\d+", "$1" + (now + 90_000) * 1000));
    }

    private void objects() {
        String id = nextUser();
        value(
                "B43",
                "unknown type: kept whole, apart",
                "select event_type from clerk.other_objects where id = '%s'".formatted(id),
                "user.frobnicated",
                List.of(signed(envelope("user.frobnicated", "{\"id\":\"%s\",\"a\":1}".formatted(id)))));
        excluded("excluded types are counted only", signed(envelope("email.created", "{\"id\":\"ema_1\"}")));
        dead("B44", "no data", "schema", "{\"type\":\"user.updated\"}");
        dead("B44", "data is an array", "schema", envelope("user.updated", "[]"));
        dead("B44", "data is null", "schema", envelope("user.updated", "null"));
        dead("B44", "object is not event", "schema", user("").replace("\"event\"", "\"user\""));
        dead("B44", "no type", "schema", "{\"data\":{}}");
        dead("B44", "type is a number", "schema", "{\"type\":1,\"data\":{}}");
        kept("B45", "unknown field", "extra->>'favourite'", "blue", "\"favourite\":\"blue\"");
        kept("B45", "known field of another type", "extra->>'banned'", "maybe", "\"banned\":\"maybe\"");
        String ids = "\"id\":\"%s\",\"updated_at\":" + updatedAt;
        for (String wrong : List.of(
                "x".repeat(10_000), "org_1", "user_1'; drop table clerk.users; --", "../../etc/passwd", "user_ü", "")) {
            dead("B46", "id " + printable(wrong), "schema", envelope("user.updated", "{" + ids.formatted(wrong) + "}"));
        }
        dead("B46", "no id", "schema", envelope("user.updated", "{\"updated_at\":1}"));
        dead("B46", "id is a number", "schema", envelope("user.updated", "{\"id\":1}"));
        dead("B47", "another instance", "wrong_instance", user("").replace(INSTANCE, "ins_other"));
        dead("B47", "instance_id is no id", "schema", user("").replace(INSTANCE, "ins '1'"));
        row(
                "B47",
                "no instance_id (architecture: 2024 and earlier)",
                signed(user("").replaceAll(",\"instance_id\":\"\\w+\"", "")));
        dead(
                "B47",
                "no instance_id and a time that does not fit the delivery",
                "unbound_instance",
                user("").replaceAll(",\"instance_id\":\"\\w+\"", "")
                        .replaceAll("(\"timestamp\":)\\d+", "$1" + (now - 4 * 86_400) * 1000));
        String membership = "orgmem_" + messages++;
        value(
                "B48",
                "an organization beside the signed one: the object's own id decides",
                "select organization_id || ' ' || (extra->>'tenant') from clerk.organization_memberships where id = '%s'"
                        .formatted(membership),
                "org_mine org_theirs",
                List.of(signed(envelope("organizationMembership.updated", """
                        {"id":"%s","updated_at":%d,"tenant":"org_theirs","organization":{"id":"org_mine"},\
                        "public_user_data":{"user_id":"user_somebody"}}""".formatted(membership, updatedAt)))));
    }

    private void orderOfEvents() {
        RawRequest sent = genuine();
        String query = "select sync_revision || ' ' || sync_message_id from clerk.users where id = '%s'";
        value(
                "B20",
                "the same request three times: one effect",
                query.formatted(userOf(sent)),
                "1 " + sent.value("svix-id"),
                List.of(sent, sent, sent));
        RawRequest first = genuine();
        value(
                "B21",
                "a retry: the same id and body with a new timestamp",
                query.formatted(userOf(first)),
                "1 " + first.value("svix-id"),
                List.of(first, RawRequest.signed(first.value("svix-id"), now + 2, first.body())));
        RawRequest one = genuine();
        byte[] other = text(one).replace(CANARY, "Other").getBytes(UTF_8);
        value(
                "B22",
                "the same id with another body (architecture: no inbox; the version decides, and an equal one is a duplicate)",
                "select first_name from clerk.users where id = '%s'".formatted(userOf(one)),
                CANARY,
                List.of(one, RawRequest.signed(one.value("svix-id"), now, other)));
        String user = nextUser();
        value(
                "B49",
                "updated before created",
                "select first_name from clerk.users where id = '%s'".formatted(user),
                "Second",
                List.of(state("user.updated", user, "Second", 2), state("user.created", user, "First", 1)));
        String ended = nextUser();
        value(
                "B49",
                "only a delete, of an id that nobody knew",
                "select (deleted_at is not null)::text from clerk.users where id = '%s'".formatted(ended),
                "true",
                List.of(end(ended)));
        String gone = nextUser();
        value(
                "B50",
                "a delete, then an older and a newer state",
                "select (deleted_at is not null and first_name is null)::text from clerk.users where id = '%s'"
                        .formatted(gone),
                "true",
                List.of(end(gone), state("user.updated", gone, "Late", 1), state("user.updated", gone, "Later", 9)));
        String up = nextUser();
        String down = nextUser();
        RawRequest upA = named("msg_tie_a", state("user.updated", up, "A", 1));
        RawRequest upB = named("msg_tie_b", state("user.updated", up, "B", 1));
        RawRequest downA = named("msg_tie_c", state("user.updated", down, "A", 1));
        RawRequest downB = named("msg_tie_d", state("user.updated", down, "B", 1));
        value(
                "B51",
                "equal versions in both orders: the greater message id wins",
                "select string_agg(first_name, '') from clerk.users where id in ('%s', '%s')".formatted(up, down),
                "BB",
                List.of(upA, upB, downB, downA));
        String mail = "\"email_addresses\":[{\"id\":\"idn_%d\",\"email_address\":\"same@example.com\"}]";
        value(
                "B52",
                "two users with one e-mail address",
                "select count(*)::text from clerk.user_email_addresses where email_address = 'same@example.com'",
                "2",
                List.of(signed(user(mail.formatted(1))), signed(user(mail.formatted(2)))));
        value(
                "B52",
                "a membership of an unknown user in an unknown organization",
                "select user_id || ' ' || organization_id from clerk.organization_memberships where id = 'orgmem_lonely'",
                "user_nobody org_nowhere",
                List.of(
                        signed(
                                envelope(
                                        "organizationMembership.created",
                                        "{\"id\":\"orgmem_lonely\",\"updated_at\":" + updatedAt
                                                + ",\"organization\":{\"id\":\"org_nowhere\"},\"public_user_data\":{\"user_id\":\"user_nobody\"}}"))));
    }

    private void contents() {
        refused("B53", "10 MB of metadata", 413, signed(filled(10 * 1024 * 1024)));
        kept(
                "B53",
                "100,000 elements",
                "jsonb_array_length(public_metadata)",
                "100000",
                "\"public_metadata\":[" + "1,".repeat(99_999) + "1]");
        kept(
                "B53",
                "a string of 300,000",
                "length(extra->>'bio')",
                "300000",
                "\"bio\":\"" + "x".repeat(300_000) + "\"");
        kept(
                "B53",
                "1,001 e-mail addresses: the first 1,000 count",
                "(select count(*) from clerk.user_email_addresses e where e.user_id = users.id) || sync_incomplete::text",
                "1000{email_addresses}",
                "\"email_addresses\":"
                        + IntStream.rangeClosed(1, 1_001)
                                .mapToObj("{\"id\":\"idn_%d\"}"::formatted)
                                .collect(Collectors.joining(",", "[", "]")));
        for (String text : List.of(
                "😀 é",
                "\u202egnirts",
                "zero\u200bwidth",
                "${jndi:ldap://x/a}",
                "{{constructor}}",
                "<script>alert(1)</script>",
                "=cmd|' /C calc'!A0",
                "'; drop table clerk.users; --")) {
            kept("B54", text, "last_name", text, "\"last_name\":\"" + text + "\"");
        }
        for (String name : List.of("__proto__", "class", "@type", "", "a.b", "x".repeat(256))) {
            kept(
                    "B55",
                    "property " + printable(name),
                    "extra->>'" + name + "'",
                    "java.lang.Runtime",
                    "\"" + name + "\":\"java.lang.Runtime\"");
        }
        for (int length : List.of(257, 60_000)) {
            kept(
                    "B55",
                    "a property name of " + length,
                    "length((select min(key) from jsonb_object_keys(public_metadata) key))",
                    Integer.toString(length),
                    "\"public_metadata\":{\"" + "x".repeat(length) + "\":1}");
        }
    }

    /** What a foreign producer can do: the gateway never writes these. */
    private void records() {
        written("B56", "null value", null, null, new Expected.DeadLetter("empty"), Map.of());
        written("B56", "empty value", null, new byte[0], new Expected.DeadLetter("empty"), Map.of());
        String keyless = nextUser();
        written("B56", "null key", null, body(keyless), byMessage(keyless), Map.of());
        String unsigned = nextUser();
        written(
                "B56",
                "no signature header (architecture: who may write to the topic is Kafka's to say; the worker does not verify)",
                unsigned,
                body(unsigned),
                byMessage(unsigned),
                Map.of());
        rows.add(new MatrixRow(
                "B56",
                "no headers at all",
                new Input.Record(bytes("k"), body(nextUser()), Map.of()),
                new Expected.DeadLetter("headers")));
        for (byte[] id : List.of(new byte[0], filled(100_000), new byte[] {(byte) 0xff, 0}, bytes("a b"))) {
            rows.add(new MatrixRow(
                    "B56",
                    "message id of " + id.length + " bytes, not one",
                    new Input.Record(bytes("k"), body(nextUser()), Map.of("webhook-id", id)),
                    new Expected.DeadLetter("headers")));
        }
        String dated = nextUser();
        written(
                "B56",
                "a time of receipt that is none",
                dated,
                body(dated),
                byMessage(dated),
                Map.of("rollcall-received-at", bytes("99999999999999999999")));
        byte[] noise = new byte[1024 * 1024 - 150];
        new Random(56).nextBytes(noise);
        written(
                "B56",
                "noise of nearly 1 MiB, as large as a record can be",
                null,
                noise,
                new Expected.DeadLetter("encoding"),
                Map.of());
        String forged = nextUser();
        written(
                "B57",
                "forged source: the body's instance decides",
                forged,
                body(forged),
                byMessage(forged),
                Map.of("rollcall-source", bytes("other"), "rollcall-event-type", bytes("user.deleted")));
        written(
                "B57",
                "forged source, another instance in the body",
                null,
                bytes(user("").replace(INSTANCE, "ins_other")),
                new Expected.DeadLetter("wrong_instance"),
                Map.of("rollcall-source", bytes("clerk")));
        rows.add(new MatrixRow(
                "B58",
                "admin API without a role",
                new Input.None(),
                new Expected.Elsewhere(
                        "DeadLetterApiIT of the worker: without the token nothing is answered and nothing done")));
    }

    private void noise() {
        long seed = 60;
        Random random = new Random(seed);
        for (int index = 0; index < 200; index++) {
            byte[] garbage = new byte[1 + random.nextInt(400)];
            random.nextBytes(garbage);
            if (index % 2 == 0) {
                for (int at = 0; at < garbage.length; at++) {
                    garbage[at] = (byte) (0x20 + Math.floorMod(garbage[at], 0x5f));
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(bytes(index % 4 == 0 ? WEBHOOK + "\r\nHost: x\r\n" : ""));
            bytes.writeBytes(garbage);
            bytes.writeBytes(bytes("\r\n\r\n"));
            rows.add(new MatrixRow(
                    "B60",
                    "garbage " + index + " of seed " + seed,
                    new Input.Bytes(bytes.toByteArray(), List.of(400, 404, 405, 431), false),
                    new Expected.Nothing()));
        }
    }

    private void refused(String id, String what, int status, RawRequest request) {
        rows.add(new MatrixRow(id, what, new Input.Http(List.of(request), status, false), new Expected.Nothing()));
    }

    private void slow(String id, String what, RawRequest request, int status) {
        rows.add(new MatrixRow(id, what, new Input.Http(List.of(request), status, true), new Expected.Nothing()));
    }

    private void excluded(String what, RawRequest request) {
        rows.add(new MatrixRow("B43", what, new Input.Http(List.of(request), 202, false), new Expected.Excluded()));
    }

    private void dead(String id, String what, String code, String body) {
        dead(id, what, code, bytes(body));
    }

    private void dead(String id, String what, String code, byte[] body) {
        dead(id, what, code, signed(body));
    }

    private void dead(String id, String what, String code, RawRequest request) {
        rows.add(new MatrixRow(id, what, new Input.Http(List.of(request), 202, false), new Expected.DeadLetter(code)));
    }

    private void value(String id, String what, String query, String value, List<RawRequest> requests) {
        rows.add(new MatrixRow(id, what, new Input.Http(requests, 202, false), new Expected.Row(query, value)));
    }

    /** Accepted, and its user is there by this message. */
    private void row(String id, String what, RawRequest request) {
        value(
                id,
                what,
                "select sync_message_id from clerk.users where id = '%s'".formatted(userOf(request)),
                request.value("svix-id"),
                List.of(request));
    }

    /** A user with that field, of which that expression must be so. */
    private void kept(String id, String what, String expression, String value, String field) {
        RawRequest request = signed(user(field));
        value(
                id,
                printable(what),
                "select (%s)::text from clerk.users where id = '%s'".formatted(expression, userOf(request)),
                value,
                List.of(request));
    }

    /** A user whose metadata no row can take as it is: the user is there, and the row says so. */
    private void applied(String id, String what, String metadata) {
        kept(id, what, "sync_incomplete::text", "{public_metadata}", metadata);
    }

    private static String deep(int depth) {
        return "\"public_metadata\":" + "[".repeat(depth) + "]".repeat(depth);
    }

    private void written(
            String id,
            String what,
            @Nullable String key,
            byte @Nullable [] value,
            Expected expected,
            Map<String, byte[]> headers) {
        Map<String, byte[]> all = new HashMap<>(Map.of("webhook-id", bytes("msg_record_" + messages++)));
        if (key != null) {
            all.put("webhook-id", bytes("msg_" + key));
        }
        all.putAll(headers);
        rows.add(new MatrixRow(id, what, new Input.Record(key == null ? null : bytes(key), value, all), expected));
    }

    private static Expected byMessage(String user) {
        return new Expected.Row("select id from clerk.users where id = '%s'".formatted(user), user);
    }

    private RawRequest genuine() {
        return signed(user(""));
    }

    private RawRequest at(long timestamp) {
        return RawRequest.signed(nextMessage(), timestamp, bytes(user("")));
    }

    private RawRequest signed(String body) {
        return signed(bytes(body));
    }

    private RawRequest signed(byte[] body) {
        return RawRequest.signed(nextMessage(), now, body);
    }

    private RawRequest signedWith(String signature) {
        return genuine().replacing("svix-signature", signature);
    }

    private String genuineSignature() {
        return genuine().value("svix-signature");
    }

    private String stranger() {
        return "v1," + "A".repeat(43) + "=";
    }

    private RawRequest repeated(String name) {
        RawRequest genuine = genuine();
        return genuine.with(name + ": " + genuine.value(name));
    }

    private RawRequest named(String id, RawRequest request) {
        return RawRequest.signed(id, now, request.body());
    }

    private RawRequest state(String type, String user, String name, int version) {
        return signed(envelope(
                type,
                "{\"id\":\"%s\",\"%s\":\"%s\",\"updated_at\":%d}"
                        .formatted(user, FIRST_NAME, name, updatedAt + version)));
    }

    private RawRequest end(String user) {
        return signed(envelope("user.deleted", "{\"id\":\"%s\",\"object\":\"user\",\"deleted\":true}".formatted(user)));
    }

    private static RawRequest withLength(RawRequest request, String body) {
        byte[] bytes = bytes(body);
        return request.body(bytes).replacing("Content-Length", Integer.toString(bytes.length));
    }

    private byte[] body(String user) {
        return bytes(user("").replaceAll("user_matrix_\\d+", user));
    }

    /** An update of a user of its own, with further fields. */
    private String user(String fields) {
        return envelope(
                "user.updated",
                "{\"id\":\"%s\",\"first_name\":\"%s\",\"updated_at\":%d%s}"
                        .formatted(nextUser(), CANARY, updatedAt, fields.isEmpty() ? "" : "," + fields)
                        .replaceFirst("\"first_name\":\"\\w+\",(.*\"first_name\")", "$1"));
    }

    private String envelope(String type, String data) {
        return "{\"type\":\"%s\",\"object\":\"event\",\"timestamp\":%d,\"instance_id\":\"%s\",\"data\":%s}"
                .formatted(type, now * 1000, INSTANCE, data);
    }

    private String nextUser() {
        return "user_matrix_" + messages++;
    }

    private String nextMessage() {
        return "msg_matrix_" + messages++;
    }

    private static String userOf(RawRequest request) {
        return text(request).replaceFirst("(?s).*?\"id\":\"(\\w+)\".*", "$1");
    }

    private static String text(RawRequest request) {
        return new String(request.body(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String printable(String text) {
        String start = text.substring(0, Math.min(60, text.length()));
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static byte[] filled(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
