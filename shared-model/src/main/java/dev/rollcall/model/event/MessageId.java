package dev.rollcall.model.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names one message: the {@code svix-id} or {@code webhook-id} header, the same on every attempt and on a manual
 * resend. Compared by the bytes of its UTF-8 form, as {@code COLLATE "C"} does in PostgreSQL.
 *
 * @param value 1 to 256 characters without control characters; '' only for {@link #NONE}
 */
public record MessageId(String value) implements Comparable<MessageId> {

    /** The id that loses to every other: what a placeholder row holds. */
    public static final MessageId NONE = new MessageId("");

    private static final int LONGEST = 256;

    public MessageId {
        if (value.length() > LONGEST || value.chars().anyMatch(character -> character < 0x21 || character == 0x7f)) {
            throw new IllegalArgumentException("a message id has at most " + LONGEST
                    + " characters, none of them blank or a control character; this one has " + value.length());
        }
    }

    @Override
    public int compareTo(MessageId other) {
        return Arrays.compareUnsigned(
                value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return value;
    }
}
