package dev.rollcall.simulator.world;

import dev.rollcall.model.failure.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that are signed and broken. Most are about a user that lives, newer than its row and with another name: what
 * applies one shows in the table. Each has one flaw, so that its failure code is certain. Some are flawed only in a part
 * that nobody can store: those are states like any other, without that part.
 */
final class PoisonStories {

    private static final String TYPE = "user.updated";

    /** The year 2100. */
    private static final String FAR_FUTURE = "4102444800000";

    private final History history;
    private final Dice dice;
    private int count;

    PoisonStories(History history) {
        this.history = history;
        dice = history.dice;
    }

    /** Every kind in turn, so that a short world has them all. */
    void happen() {
        JsonFields user = user();
        switch (count++ % 15) {
            case 0 -> tell(new byte[0], FailureCode.EMPTY);
            case 1 -> tell(notJson(event(user)), FailureCode.JSON);
            case 2 -> tell(otherShape(event(user)), FailureCode.SHAPE);
            case 3 -> tooDeep();
            case 4 -> tell(duplicateKey(event(user)), FailureCode.DUPLICATE_KEY);
            case 5 -> lossy("public_metadata", nul(), "{\"kept\":[1,null]}");
            case 6 -> lossy("last_name", loneSurrogate(), null);
            case 7 -> tell(notUtf8(event(user)), FailureCode.ENCODING);
            case 8 -> tell(withoutData(), FailureCode.SCHEMA);
            case 9 -> tell(event(user.set("id", wrongId())), FailureCode.SCHEMA);
            case 10 -> tell(event(user.set("updated_at", wrongTime())), FailureCode.VERSION);
            case 11 -> tell(event(user.set("updated_at", farFuture())), FailureCode.VERSION);
            case 12 -> tellOther("user.merged", "{\"id\":\"user_1\",\"deleted\":true}", FailureCode.SCHEMA);
            case 13 -> tellOther("organizationInvitation.revoked", "{\"id\":" + notAnId() + "}", FailureCode.SCHEMA);
            default -> tellOther("session.ended", "{\"id\":\"sess_1\",\"updated_at\":-1}", FailureCode.VERSION);
        }
    }

    private JsonFields user() {
        return history.users
                .pick(dice)
                .fields
                .copy()
                .set("first_name", "\"Poison, must not be stored\"")
                .set("updated_at", history.now());
    }

    private String event(JsonFields user) {
        return envelope(user.toJson(dice)).toJson(dice);
    }

    private JsonFields envelope(String data) {
        return history.envelope(TYPE, data, history.now() + 1);
    }

    private String notJson(String event) {
        return switch (dice.below(5)) {
            case 0 -> "not json";
            case 1 -> "<event type=\"user.updated\"/>";
            case 2 -> event.substring(0, event.length() / 2);
            case 3 -> event + event;
            default -> event + "]";
        };
    }

    private String otherShape(String event) {
        return switch (dice.below(4)) {
            case 0 -> "null";
            case 1 -> "\"user.updated\"";
            case 2 -> "42";
            default -> "[" + event + "]";
        };
    }

    /** A row and its change event take 400 containers in each other: themselves, the column, its object, and so many lists. */
    private void tooDeep() {
        int lists = dice.pick(List.of(70, 398, 399, 1_001, 20_000));
        lossy(
                "public_metadata",
                "{\"deep\":" + lists("", lists) + "}",
                "{\"deep\":" + (lists > 398 ? lists("null", 398) : lists("", lists)) + "}");
    }

    private static String lists(String innermost, int count) {
        return "[".repeat(count) + innermost + "]".repeat(count);
    }

    private void lossy(String field, String sent, @Nullable String kept) {
        UserAccount user = history.users.pick(dice);
        JsonFields fields = user.fields.copy().set("first_name", "\"Hostile, must be stored\"");
        history.lossyState(
                "user", user, fields.copy().set(field, sent), fields.copy().set(field, kept));
    }

    private String duplicateKey(String event) {
        return dice.below(2) == 0
                ? "{\"type\":\"user.deleted\"," + event.substring(1)
                : event.replaceFirst("\"data\":\\{", "\"data\":{\"id\":\"user_other\",");
    }

    private String nul() {
        return dice.pick(List.of(
                "{\"note\":\"a\\u0000b\",\"kept\":[1,null]}",
                "{\"a\\u0000b\":1,\"kept\":[1,null]}",
                "{\"kept\":[1,\"\\u0000\"]}",
                "{\"twice\":1,\"kept\":[1,1e1000],\"twice\":2}"));
    }

    private String loneSurrogate() {
        return dice.pick(List.of("\"\\ud83d\"", "\"a\\udc00b\"", "\"\\ude00\\ud83d\""));
    }

    private byte[] notUtf8(String event) {
        byte[] body = event.replace("Poison,", "Poison~~").getBytes(StandardCharsets.UTF_8);
        int place = new String(body, StandardCharsets.ISO_8859_1).indexOf("~~");
        // the first half of 'é' without its second; or the two-byte form of '/', which is not allowed
        body[place] = (byte) (dice.below(2) == 0 ? 0xC3 : 0xC0);
        body[place + 1] = (byte) (body[place] == (byte) 0xC3 ? '(' : 0xAF);
        return body;
    }

    private String withoutData() {
        return switch (dice.below(4)) {
            case 0 -> envelope("null").toJson(dice);
            case 1 -> envelope("[]").toJson(dice);
            case 2 -> envelope("{}").set("data", null).toJson(dice);
            default -> envelope("\"user\"").toJson(dice);
        };
    }

    private String wrongId() {
        return switch (dice.below(6)) {
            case 0 -> "null";
            case 1 -> "\"org_" + Long.toUnsignedString(dice.next(), 36) + '"';
            case 2 -> "\"user_'; drop table clerk.users; --\"";
            case 3 -> "\"user_../../etc/passwd\"";
            case 4 -> "\"user_" + "x".repeat(300) + '"';
            default -> "12345";
        };
    }

    private String notAnId() {
        return dice.pick(List.of("null", "12345", "{}", "\"\"", "\"orginv_../../etc/passwd\""));
    }

    private String wrongTime() {
        return dice.pick(List.of("-1", "\"1736150400000\"", "1736150400000.5", "true", "-9223372036854775808"));
    }

    private String farFuture() {
        return dice.pick(List.of(FAR_FUTURE, "9223372036854775807", "92233720368547758070"));
    }

    private void tell(String body, FailureCode code) {
        tell(body.getBytes(StandardCharsets.UTF_8), code);
    }

    private void tell(byte[] body, FailureCode code) {
        history.deadLetter(TYPE, body, code);
    }

    private void tellOther(String type, String data, FailureCode code) {
        history.deadLetter(type, history.body(type, data, history.now() + 1), code);
    }
}
