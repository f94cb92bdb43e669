package dev.rollcall.model.topic;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@link EventHeaders#TRACEPARENT}: version, trace id, span id and flags in lower-case hexadecimal digits.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class TraceParent {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int TRACE_ID_END = 35;
    private static final int SPAN_ID = 36;
    private static final int SPAN_ID_END = 52;
    private static final int FLAGS = 53;
    private static final int DIGITS_OF_LONG = 16;

    private TraceParent() {}

    /** Begins a trace: version 00, a random trace id and span id, sampled. */
    public static byte[] newRoot() {
        return newRoot(ThreadLocalRandom.current());
    }

    static byte[] newRoot(RandomGenerator random) {
        byte[] text = new byte[LENGTH];
        text[0] = '0';
        text[1] = '0';
        text[2] = '-';
        writeHex(text, TRACE_ID, nonZero(random));
        writeHex(text, TRACE_ID + DIGITS_OF_LONG, random.nextLong());
        text[SPAN_ID - 1] = '-';
        writeHex(text, SPAN_ID, nonZero(random));
        text[FLAGS - 1] = '-';
        text[FLAGS] = '0';
        text[FLAGS + 1] = '1';
        return text;
    }

    /**
     * Whether a header is a context of version 00. Anybody who may write to the topic may write anything there, and what
     * is not one must not be passed on.
     */
    public static boolean isValid(byte @Nullable [] header) {
        return header != null
                && header.length == LENGTH
                && header[0] == '0'
                && header[1] == '0'
                && header[TRACE_ID - 1] == '-'
                && isId(header, TRACE_ID, TRACE_ID_END)
                && header[TRACE_ID_END] == '-'
                && isId(header, SPAN_ID, SPAN_ID_END)
                && header[SPAN_ID_END] == '-'
                && isHex(header, FLAGS, LENGTH);
    }

    /** 32 hexadecimal digits; null when the header is not {@linkplain #isValid valid}. */
    public static @Nullable String traceId(byte @Nullable [] header) {
        return header != null && isValid(header)
                ? new String(header, TRACE_ID, TRACE_ID_END - TRACE_ID, StandardCharsets.ISO_8859_1)
                : null;
    }

    /** An id of zeros is invalid. */
    private static boolean isId(byte[] text, int from, int to) {
        boolean allZero = true;
        for (int index = from; index < to; index++) {
            allZero &= text[index] == '0';
        }
        return !allZero && isHex(text, from, to);
    }

    private static boolean isHex(byte[] text, int from, int to) {
        for (int index = from; index < to; index++) {
            byte digit = text[index];
            if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long nonZero(RandomGenerator random) {
        long value;
        do {
            value = random.nextLong();
        } while (value == 0);
        return value;
    }

    private static void writeHex(byte[] text, int from, long value) {
        for (int digit = 0; digit < DIGITS_OF_LONG; digit++) {
            int shift = (DIGITS_OF_LONG - 1 - digit) * 4;
            text[from + digit] = HEX[(int) (value >>> shift) & 0xf];
        }
    }
}
