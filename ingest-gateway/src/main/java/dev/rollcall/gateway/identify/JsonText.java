package dev.rollcall.gateway.identify;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Brings a body into UTF-8. JSON between systems has to be UTF-8 (RFC 8259); the encodings that its first edition (RFC
 * 4627) allowed are read too, since an excluded event must not get into the log just because of its encoding.
 */
final class JsonText {

    private static final int SHORTEST = 4;

    private JsonText() {}

    /** The text without a byte order mark. The same array when nothing is to be done. */
    static byte[] utf8(byte[] body) {
        if (body.length < SHORTEST) {
            return body;
        }
        Charset charset = charsetOf(body[0], body[1], body[2], body[3]);
        byte[] text = charset.equals(StandardCharsets.UTF_8)
                ? body
                : new String(body, charset).getBytes(StandardCharsets.UTF_8);
        return startsWithMark(text) ? Arrays.copyOfRange(text, 3, text.length) : text;
    }

    /** Recognized by its byte order mark, else by where the zeros are: a document begins with two ASCII characters. */
    private static Charset charsetOf(byte first, byte second, byte third, byte fourth) {
        if (first == 0 && second == 0) {
            return StandardCharsets.UTF_32BE;
        }
        if (third == 0 && fourth == 0 && (second == 0 || isMark(second, first))) {
            return StandardCharsets.UTF_32LE;
        }
        if (first == 0 || isMark(first, second)) {
            return StandardCharsets.UTF_16BE;
        }
        return second == 0 || isMark(second, first) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    private static boolean isMark(byte high, byte low) {
        return high == (byte) 0xfe && low == (byte) 0xff;
    }

    private static boolean startsWithMark(byte[] text) {
        return text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
    }
}
