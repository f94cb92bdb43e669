package dev.rollcall.gateway.identify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over one JSON document (RFC 8259), front to back, building nothing but what is asked for. It has no limits of
 * its own, so nothing in front of a value can hide it: depth costs one bit a level, names, strings and numbers of any
 * length cost the time to skip them, and nothing is recursive. A JSON parser's limits protect code that builds a tree.
 *
 * <p>The bytes of a string are checked for the framing of UTF-8 only, and an escaped half of a surrogate pair is
 * accepted: the code that stores a value decides what it may hold.
 */
final class JsonCursor {

    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    /** {@code \}{@code u0074}: how long a character can be that is written as an escape. */
    private static final int LONGEST_ESCAPE = 6;

    private static final int END = -1;

    private final byte[] bytes;
    private int position;
    private int textStart;
    private int textEnd;
    private boolean textEscapes;

    /** One bit a level, set for objects; grows with the depth, so at most an eighth of the document. */
    private long[] levels = new long[4];

    JsonCursor(byte[] bytes) {
        this.bytes = bytes;
        skipBlanks();
    }

    boolean isAtObject() {
        return peek() == '{';
    }

    /** Enters the object that stands here, and its first member. Returns false, and leaves it, when it has none. */
    boolean enter() throws NotJsonException {
        expect('{');
        skipBlanks();
        if (peek() == '}') {
            position++;
            return false;
        }
        readName();
        return true;
    }

    /** Goes from behind a member's value to the next member. Returns false, and leaves the object, when there is none. */
    boolean next() throws NotJsonException {
        skipBlanks();
        if (peek() == '}') {
            position++;
            return false;
        }
        expect(',');
        skipBlanks();
        readName();
        return true;
    }

    /** Whether the member that was entered last has that ASCII name, in whatever escaped form. */
    boolean isNamed(String name) {
        if (textEscapes) {
            return name.equals(text(name.length()));
        }
        boolean same = textEnd - textStart == name.length();
        for (int index = 0; same && index < name.length(); index++) {
            same = bytes[textStart + index] == name.charAt(index);
        }
        return same;
    }

    /** Reads the value that stands here. Returns null when it is not a string, or is longer than asked for. */
    @Nullable String string(int longest) throws NotJsonException {
        if (peek() != '"') {
            skipValue();
            return null;
        }
        readString();
        return text(longest);
    }

    /** Reads to the end of the document. Returns whether nothing is left but blanks. */
    boolean isAtEnd() {
        skipBlanks();
        return position == bytes.length;
    }

    /** Skips the value that stands here, whatever it holds. */
    void skipValue() throws NotJsonException {
        int depth = 0;
        while (true) {
            boolean opens = peek() == '{' || peek() == '[';
            if (opens) {
                boolean isObject = peek() == '{';
                position++;
                skipBlanks();
                if (peek() == (isObject ? '}' : ']')) {
                    position++;
                } else {
                    push(depth++, isObject);
                    if (isObject) {
                        readName();
                    }
                    continue;
                }
            } else {
                skipScalar();
            }
            depth = leave(depth);
            if (depth == 0) {
                return;
            }
        }
    }

    /** Behind a value: leaves what ends here. Returns the depth at which the next value stands, 0 when there is none. */
    private int leave(int reached) throws NotJsonException {
        int depth = reached;
        while (depth > 0) {
            skipBlanks();
            boolean inObject = isObject(depth - 1);
            if (peek() == ',') {
                position++;
                skipBlanks();
                if (inObject) {
                    readName();
                }
                return depth;
            }
            expect(inObject ? '}' : ']');
            depth--;
        }
        return 0;
    }

    private void push(int level, boolean isObject) {
        int word = level >> 6;
        if (word == levels.length) {
            levels = Arrays.copyOf(levels, 2 * word);
        }
        long bit = 1L << level;
        levels[word] = isObject ? levels[word] | bit : levels[word] & ~bit;
    }

    private boolean isObject(int level) {
        return (levels[level >> 6] & (1L << level)) != 0;
    }

    private void skipScalar() throws NotJsonException {
        switch (peek()) {
            case '"' -> readString();
            case 't' -> expect(TRUE);
            case 'f' -> expect(FALSE);
            case 'n' -> expect(NULL);
            default -> skipNumber();
        }
    }

    private void skipNumber() throws NotJsonException {
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            skipDigits();
        }
        if (peek() == '.') {
            position++;
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            skipDigits();
        }
    }

    private void skipDigits() throws NotJsonException {
        int start = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        if (position == start) {
            throw new NotJsonException();
        }
    }

    private void readName() throws NotJsonException {
        readString();
        skipBlanks();
        expect(':');
        skipBlanks();
    }

    /** Remembers where the string stands, without its quotation marks. */
    private void readString() throws NotJsonException {
        expect('"');
        textStart = position;
        textEscapes = false;
        while (true) {
            int next = peek();
            if (next == '"') {
                textEnd = position++;
                return;
            } else if (next == '\\') {
                textEscapes = true;
                skipEscape();
            } else if (next >= 0x80) {
                skipCharacter(next);
            } else if (next < 0x20) {
                throw new NotJsonException();
            } else {
                position++;
            }
        }
    }

    private void skipEscape() throws NotJsonException {
        position++;
        int kind = peek();
        position++;
        if (kind == 'u') {
            for (int digit = 0; digit < 4; digit++) {
                if (Character.digit(peek(), 16) < 0) {
                    throw new NotJsonException();
                }
                position++;
            }
        } else if (unescaped(kind) < 0) {
            throw new NotJsonException();
        }
    }

    /** A character of several bytes. */
    private void skipCharacter(int lead) throws NotJsonException {
        int more;
        if (lead >= 0xf8 || lead < 0xc0) {
            throw new NotJsonException();
        } else if (lead >= 0xf0) {
            more = 3;
        } else {
            more = lead >= 0xe0 ? 2 : 1;
        }
        position++;
        for (int index = 0; index < more; index++) {
            if ((peek() & 0xc0) != 0x80 || peek() == END) {
                throw new NotJsonException();
            }
            position++;
        }
    }

    /** The string that was read last. Returns null when it has more characters than asked for. */
    private @Nullable String text(int longest) {
        int length = textEnd - textStart;
        if (!textEscapes) {
            return length <= 4 * longest ? atMost(longest, utf8(textStart, length)) : null;
        }
        if (length > LONGEST_ESCAPE * longest) {
            return null;
        }
        StringBuilder text = new StringBuilder(length);
        int from = textStart;
        for (int index = textStart; index < textEnd; index++) {
            if (bytes[index] == '\\') {
                text.append(utf8(from, index - from));
                index++;
                if (bytes[index] == 'u') {
                    text.append((char) Integer.parseInt(utf8(index + 1, 4), 16));
                    index += 4;
                } else {
                    text.append((char) unescaped(bytes[index]));
                }
                from = index + 1;
            }
        }
        return atMost(longest, text.append(utf8(from, textEnd - from)).toString());
    }

    private static @Nullable String atMost(int longest, String text) {
        return text.length() <= longest ? text : null;
    }

    private String utf8(int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Returns the character for the one behind a backslash, or -1. */
    private static int unescaped(int kind) {
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }

    private void skipBlanks() {
        int next = peek();
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            position++;
            next = peek();
        }
    }

    private void expect(byte[] word) throws NotJsonException {
        for (byte letter : word) {
            expect(letter);
        }
    }

    private void expect(int character) throws NotJsonException {
        if (peek() != character) {
            throw new NotJsonException();
        }
        position++;
    }

    /** The byte that stands here, or {@link #END}. */
    private int peek() {
        return position < bytes.length ? bytes[position] & 0xff : END;
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The document is not well-formed JSON. Without a stack trace, since it would say nothing more and such bodies
     * must stay cheap.
     */
    static final class NotJsonException extends Exception {

        private static final long serialVersionUID = 1L;

        private NotJsonException() {
            super(null, null, false, false);
        }
    }
}
