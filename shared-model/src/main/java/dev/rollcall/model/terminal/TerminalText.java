package dev.rollcall.model.terminal;

/**
 * Shows characters that would otherwise act: a terminal obeys control characters, and direction marks make a line read
 * as another one. People choose their own names when they sign up, so any text may hold them.
 *
 * <p>Each becomes an escape of JSON's form, such as {@code \}{@code u001b}. In the text of a JSON value it therefore still
 * stands for the same character.
 */
public final class TerminalText {

    private static final char DELETE = 0x7f;
    private static final char LAST_C1 = 0x9f;
    private static final char ARABIC_LETTER_MARK = 0x061c;

    private TerminalText() {}

    /** Text of several lines: line breaks and tabs stay. */
    public static String visible(String text) {
        return escaped(text, true);
    }

    /** A value that must stay on its line: line breaks and tabs become {@code \n}, {@code \r} and {@code \t}. */
    public static String onOneLine(String text) {
        return escaped(text, false);
    }

    private static String escaped(String text, boolean keepLines) {
        int first = 0;
        while (first < text.length() && !acts(text, first, keepLines)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int at = first; at < text.length(); at++) {
            char one = text.charAt(at);
            if (!acts(text, at, keepLines)) {
                safe.append(one);
            } else if (!keepLines && one == '\n') {
                safe.append("\\n");
            } else if (!keepLines && one == '\r') {
                safe.append("\\r");
            } else if (!keepLines && one == '\t') {
                safe.append("\\t");
            } else {
                safe.append("\\u%04x".formatted((int) one));
            }
        }
        return safe.toString();
    }

    private static boolean acts(String text, int at, boolean keepLines) {
        char one = text.charAt(at);
        if (one < ' ') {
            return !keepLines || !isLayout(text, at);
        }
        return (one >= DELETE && one <= LAST_C1)
                || turnsOrBreaksLines(one)
                || (Character.isSurrogate(one) && !isPaired(text, at));
    }

    /** A carriage return alone would let what follows overwrite the line. */
    private static boolean isLayout(String text, int at) {
        return switch (text.charAt(at)) {
            case '\n', '\t' -> true;
            case '\r' -> at + 1 < text.length() && text.charAt(at + 1) == '\n';
            default -> false;
        };
    }

    /** Unicode's marks, embeddings, overrides and isolates of direction (UAX 9), and its own line breaks. */
    private static boolean turnsOrBreaksLines(char one) {
        return one == ARABIC_LETTER_MARK
                || one == '\u200e'
                || one == '\u200f'
                || (one >= '\u2028' && one <= '\u202e')
                || (one >= '\u2066' && one <= '\u206f');
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
