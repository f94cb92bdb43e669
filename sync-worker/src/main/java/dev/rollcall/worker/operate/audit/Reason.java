package dev.rollcall.worker.operate.audit;

import org.jspecify.annotations.Nullable;

/**
 * Why somebody acts. It is kept for as long as the database, so what is plainly personal is refused.
 *
 * @param text 3 to 500 characters in one line
 */
public record Reason(String text) {

    private static final int SHORTEST = 3;
    private static final int LONGEST = 500;

    public Reason {
        text = text.strip();
        if (text.length() < SHORTEST || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "write a reason of %d to %d characters, in one line: --reason \"test send\""
                            .formatted(SHORTEST, LONGEST));
        }
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "the reason is kept: write it without an e-mail address, with an id such as user_2abc instead");
        }
    }

    /** @throws IllegalArgumentException also when there is none */
    public static Reason required(@Nullable String text) {
        return new Reason(text == null ? "" : text);
    }
}
