package dev.rollcall.worker.copy.table;

import dev.rollcall.model.event.PlainNumber;

/** How many bytes JSON has when PostgreSQL prints it: numbers in plain form, and a space after each colon and comma. */
public final class JsonWeight {

    private JsonWeight() {}

    /** @param json what Jackson wrote */
    public static long of(String json) {
        long weight = 0;
        int index = 0;
        while (index < json.length()) {
            char character = json.charAt(index);
            if (character == '"') {
                int end = endOfText(json, index + 1);
                weight += bytes(json, index, end);
                index = end;
            } else if (character == '-' || (character >= '0' && character <= '9')) {
                int end = endOfNumber(json, index);
                // A sign and a point besides.
                weight += Math.max(end - index, PlainNumber.digits(json.substring(index, end)) + 2);
                index = end;
            } else {
                weight += character == ',' || character == ':' ? 2 : 1;
                index++;
            }
        }
        return weight;
    }

    private static int endOfText(String json, int from) {
        int index = from;
        while (json.charAt(index) != '"') {
            index += json.charAt(index) == '\\' ? 2 : 1;
        }
        return index + 1;
    }

    private static int endOfNumber(String json, int from) {
        int index = from;
        while (index < json.length() && "+-.eE0123456789".indexOf(json.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }

    private static long bytes(String json, int from, int to) {
        long bytes = 0;
        for (int index = from; index < to; index++) {
            char character = json.charAt(index);
            // Two halves of a pair are four.
            bytes += character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
        }
        return bytes;
    }

    /** Text as a JSON string, at most. */
    static long ofText(String text) {
        long weight = 2;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            weight += character < 0x20 ? 6 : character == '"' || character == '\\' ? 2 : 0;
        }
        return weight + bytes(text, 0, text.length());
    }
}
