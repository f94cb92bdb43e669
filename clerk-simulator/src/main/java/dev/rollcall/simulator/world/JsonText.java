package dev.rollcall.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON strings and arrays, with the freedom that JSON leaves: a character may be itself or an escape. */
final class JsonText {

    private JsonText() {}

    /** The shortest form. */
    static String quote(@Nullable String text) {
        return text == null ? "null" : quote(text, false);
    }

    /** One string in eight has every character beyond ASCII, and every slash, as an escape. */
    static String quote(@Nullable String text, Dice dice) {
        return text == null ? "null" : quote(text, dice.below(8) == 0);
    }

    private static String quote(String text, boolean escaped) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '/' -> out.append(escaped ? "\\/" : "/");
                default -> {
                    if (character < 0x20 || (escaped && character > 0x7e)) {
                        out.append(String.format("\\u%04x", (int) character));
                    } else {
                        out.append(character);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    static String array(List<String> values) {
        return "[" + String.join(",", values) + "]";
    }
}
