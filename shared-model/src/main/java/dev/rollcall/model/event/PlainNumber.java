package dev.rollcall.model.event;

/**
 * How long a JSON number is in plain form, as PostgreSQL prints it: {@code 1e999} is five characters and a thousand
 * digits. Found without making the number, which could take all memory.
 */
public final class PlainNumber {

    /** What a number of a row may have, as written and as printed. */
    public static final int MOST_DIGITS = 1_000;

    private static final long FAR = 1_000_000_000L;

    private PlainNumber() {}

    /** Digits before and after the point of the plain form; at least one before it. */
    public static long digits(CharSequence number) {
        long precision = 0;
        long scale = 0;
        boolean significant = false;
        boolean fraction = false;
        int index = 0;
        for (; index < number.length(); index++) {
            char character = number.charAt(index);
            if (character == '.') {
                fraction = true;
            } else if (character >= '0' && character <= '9') {
                significant |= character != '0';
                precision += significant ? 1 : 0;
                scale += fraction ? 1 : 0;
            } else if (character != '-') {
                break;
            }
        }
        scale -= exponent(number, index);
        return Math.max(1, Math.max(precision, 1) - scale) + Math.max(0, scale);
    }

    private static long exponent(CharSequence number, int from) {
        long exponent = 0;
        boolean negative = false;
        for (int index = from; index < number.length(); index++) {
            char character = number.charAt(index);
            negative |= character == '-';
            if (character >= '0' && character <= '9') {
                exponent = Math.min(FAR, exponent * 10 + character - '0');
            }
        }
        return negative ? -exponent : exponent;
    }
}
