package dev.rollcall.system.documents;

import org.jspecify.annotations.Nullable;

/**
 * A line of the settings page.
 *
 * @param property as Spring names it; a part that the operator chooses is {@code <name>}
 * @param variable the environment variable that sets it; null when none does
 * @param standard the default; '' for none
 * @param meaning one line of Markdown
 */
record Setting(String property, @Nullable String variable, String standard, String meaning) {

    String line() {
        return "| " + (variable == null ? "" : code(variable)) + " | " + code(property) + " | "
                + (standard.isEmpty() ? "none" : code(standard)) + " | " + meaning.replace("|", "\\|") + " |";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
