package dev.rollcall.simulator.world;

import java.util.List;

/** Metadata as applications store it: empty, flat, nested, in any script, with numbers that a double cannot hold. */
final class Metadata {

    private static final List<String> NUMBERS = List.of(
            "0", "-1", "3.50", "1e3", "-2.5E-7", "9007199254740993", "12345678901234567890123", "0.1", "1.10", "-0.0");

    private Metadata() {}

    static String any(Dice dice) {
        return switch (dice.below(10)) {
            case 0, 1, 2 -> "{}";
            case 3 -> "{\"department\":" + word(dice) + "}";
            case 4 ->
                "{\"plan\":" + word(dice) + ",\"seats\":" + dice.below(500) + ",\"trial\":" + (dice.below(2) == 0)
                        + ",\"note\":" + JsonText.quote(dice.pick(Vocabulary.ODD), dice) + "}";
            case 5 ->
                "{\"number\":" + dice.pick(NUMBERS) + ",\"numbers\":[" + dice.pick(NUMBERS) + "," + dice.pick(NUMBERS)
                        + ",null]}";
            case 6 ->
                "{" + JsonText.quote(dice.pick(Vocabulary.ODD), dice) + ":{\"__proto__\":[[],{},[{}]],\"@type\":"
                        + word(dice) + "}}";
            case 7 -> nested(dice, dice.between(2, 20));
            case 8 ->
                "{\"tags\":" + JsonText.array(List.of(word(dice), word(dice), word(dice)))
                        + ",\"onboarding\":{\"step\":" + dice.below(9) + ",\"done\":null,\"answers\":{\"q1\":"
                        + JsonText.quote(dice.pick(Vocabulary.ODD), dice) + ",\"q2\":\"\"}}}";
            default ->
                "{\"stripe_customer\":\"cus_" + Long.toString(dice.next() >>> 1, 36) + "\",\"locale\":\"de-CH\"}";
        };
    }

    private static String nested(Dice dice, int depth) {
        return "{\"level\":".repeat(depth) + word(dice) + "}".repeat(depth);
    }

    private static String word(Dice dice) {
        return '"' + dice.pick(Vocabulary.WORDS) + '"';
    }
}
