package dev.rollcall.worker.copy.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A grammar of bodies that are nearly events: every part is now and then another type, out of range, twice, missing or
 * damaged. Everything comes from the random source it is given.
 */
public final class HostileEvents {

    /** More bytes the gateway does not take. */
    private static final int CAP = 512 * 1024;

    private static final List<String> TYPES = List.of(
            "user.created",
            "user.updated",
            "user.deleted",
            "organization.updated",
            "organizationMembership.created",
            "organizationMembership.deleted",
            "session.created",
            "role.updated",
            "permission.created",
            "organizationInvitation.accepted",
            "organizationDomain.created",
            "waitlistEntry.created",
            "subscription.active",
            "subscriptionItem.ended",
            "paymentAttempt.updated",
            "email.created",
            "user.frobnicated",
            "rollcall.heartbeat",
            "made.up.by.nobody",
            "deleted",
            ".deleted",
            "a.");
    private static final List<String> FIELDS = List.of(
            "id",
            "first_name",
            "updated_at",
            "created_at",
            "created_at_ms",
            "email_addresses",
            "phone_numbers",
            "external_accounts",
            "public_metadata",
            "private_metadata",
            "banned",
            "last_sign_in_at",
            "organization",
            "organization_id",
            "public_user_data",
            "user_id",
            "user",
            "permissions",
            "items",
            "payer",
            "object",
            "extra",
            "deleted",
            "sync_revision",
            "lockout_expires_in_seconds",
            "primary_email_address_id",
            "url",
            "__proto__",
            "",
            "a.b",
            "payload'; drop table clerk.users; --");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1700000000",
            "1700000000000",
            "1.5",
            "1e3",
            "1e400",
            "-1e-400",
            "1e131072",
            "1e99999999999",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "253402300800000",
            "0.1000",
            "99999999999",
            "100000000000",
            "1E+2147483647");
    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "user_1",
            "org_1",
            "orgmem_1",
            "idn_1",
            "ins_fuzz",
            "\\u0000",
            "\\ud800",
            "\\udc00\\ud800",
            "\\ud83d\\ude00",
            "😀",
            "ü",
            "'; --",
            "${jndi:ldap://x}",
            "\\n\\r\\t",
            "null",
            "true",
            "\\\\",
            "\\\"");

    private final Random random;

    private HostileEvents(Random random) {
        this.random = random;
    }

    /** One body; the same for the same random source. */
    public static byte[] body(Random random) {
        HostileEvents events = new HostileEvents(random);
        byte[] body = events.envelope().getBytes(StandardCharsets.UTF_8);
        byte[] sent = events.oneIn(6) ? events.damaged(body) : body;
        return sent.length > CAP ? Arrays.copyOf(sent, CAP) : sent;
    }

    private String envelope() {
        if (oneIn(20)) {
            return value(0);
        }
        List<String> fields = new ArrayList<>();
        fields.add("\"type\":" + (oneIn(12) ? value(3) : "\"" + pick(TYPES) + "\""));
        fields.add("\"data\":" + (oneIn(12) ? value(2) : data()));
        if (!oneIn(8)) {
            fields.add("\"object\":" + (oneIn(10) ? value(3) : "\"event\""));
        }
        if (!oneIn(8)) {
            fields.add("\"timestamp\":" + (oneIn(4) ? value(3) : pick(NUMBERS)));
        }
        if (!oneIn(4)) {
            fields.add("\"instance_id\":" + (oneIn(8) ? value(3) : "\"ins_fuzz\""));
        }
        while (oneIn(6)) {
            fields.add("\"" + pick(FIELDS) + "\":" + value(1));
        }
        Collections.shuffle(fields, random);
        return "{" + String.join(",", fields) + "}" + (oneIn(40) ? " x" : "");
    }

    private String data() {
        List<String> fields = new ArrayList<>();
        fields.add("\"id\":"
                + (oneIn(8)
                        ? value(3)
                        : "\"" + pick(List.of("user_", "org_", "orgmem_", "x_")) + random.nextInt(20) + "\""));
        if (!oneIn(3)) {
            fields.add(
                    "\"updated_at\":" + (oneIn(4) ? value(3) : Long.toString(1_700_000_000_000L + random.nextInt(5))));
        }
        if (oneIn(2)) {
            fields.add("\"organization\":{\"id\":\"org_" + random.nextInt(5)
                    + "\"},\"public_user_data\":{\"user_id\":\"user_" + random.nextInt(5) + "\"}");
        }
        int more = random.nextInt(6);
        for (int index = 0; index < more; index++) {
            fields.add("\"" + pick(FIELDS) + "\":" + value(1));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 9)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2, 3 -> pick(NUMBERS);
            case 4 -> string();
            case 5, 6 -> "{" + joined(() -> "\"" + pick(FIELDS) + "\":" + value(depth + 1)) + "}";
            case 7 ->
                "[" + joined(() -> oneIn(2) ? "{\"id\":\"idn_" + random.nextInt(3) + "\"}" : value(depth + 1)) + "]";
            default -> rare();
        };
    }

    private String string() {
        return "\"" + (oneIn(30) ? "x".repeat(300_000) : joinedStrings()) + "\"";
    }

    private String joinedStrings() {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(index -> pick(STRINGS))
                .collect(Collectors.joining());
    }

    private String rare() {
        return switch (random.nextInt(5)) {
            case 0 -> "[".repeat(70) + "]".repeat(70);
            case 1 -> "9".repeat(1 + random.nextInt(1_100));
            case 2 -> "{\"" + "n".repeat(200 + random.nextInt(100)) + "\":1}";
            case 3 -> "[" + String.join(",", Collections.nCopies(1_001, "{\"id\":\"idn_1\"}")) + "]";
            default -> "[" + String.join(",", Collections.nCopies(60_000, "1")) + "]";
        };
    }

    private String joined(java.util.function.Supplier<String> element) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(index -> element.get())
                .collect(Collectors.joining(","));
    }

    /** Some bytes changed, cut off or put in. */
    private byte[] damaged(byte[] body) {
        byte[] damaged = body.clone();
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes && damaged.length > 0; change++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return oneIn(3) ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)) : damaged;
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
