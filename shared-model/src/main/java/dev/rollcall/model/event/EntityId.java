package dev.rollcall.model.event;

import java.util.regex.Pattern;

/**
 * Names one Clerk object, such as {@code user_2g7np7Hrk0SN6kj5EDMLDaKNL0S}. Clerk never reuses an id.
 *
 * @param value 1 to 255 letters, digits, '_' or '-': everything Clerk makes, and nothing that an index entry, a log
 *     line or a topic key could choke on
 */
public record EntityId(String value) {

    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    public EntityId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("an entity id is 1 to 255 letters, digits, '_' or '-'");
        }
    }

    public static boolean isValid(String value) {
        return ALPHABET.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
