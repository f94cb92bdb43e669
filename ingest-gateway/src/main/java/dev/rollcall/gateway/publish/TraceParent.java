package dev.rollcall.gateway.publish;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Starts a W3C trace for a verified request. One that a request brings along is not continued: it was not signed.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class TraceParent {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;
    private static final int DIGITS_OF_LONG = 16;

    private TraceParent() {}

    /** Version 00, a random trace id and span id, sampled. */
    static byte[] newRoot() {
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

    /** An id of zeros is invalid. */
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
