package dev.rollcall.gateway.verify;

/**
 * Names who sends: the last segment of the webhook's path.
 *
 * @param value 1 to 64 lower-case letters, digits or '-'
 */
public record SourceName(String value) {

    private static final int LONGEST = 64;

    public SourceName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a source name is 1 to 64 lower-case letters, digits or '-'");
        }
    }

    static boolean isValid(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST
                && value.chars()
                        .allMatch(character -> (character >= 'a' && character <= 'z')
                                || (character >= '0' && character <= '9')
                                || character == '-');
    }

    @Override
    public String toString() {
        return value;
    }
}
