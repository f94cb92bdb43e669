package dev.rollcall.model.event;

/**
 * Names one Clerk object, such as {@code user_2g7np7Hrk0SN6kj5EDMLDaKNL0S}. Clerk never reuses an id.
 *
 * @param value 1 to 255 letters, digits, '_' or '-': everything Clerk makes, and nothing that an index entry, a log
 *     line or a topic key could choke on
 */
public record EntityId(String value) {

    private static final int LONGEST = 255;

    public EntityId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("an entity id is 1 to 255 letters, digits, '_' or '-'");
        }
    }

    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
            boolean digit = character >= '0' && character <= '9';
            if (!letter && !digit && character != '_' && character != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
