package dev.rollcall.worker.operate.readers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How tables and columns are called where words are joined by capitals. */
final class Spelling {

    private Spelling() {}

    /** {@code firstName} of {@code first_name}. */
    static String camel(String name) {
        String joined = pascal(name);
        return joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
    }

    /** {@code Users} of {@code users}. */
    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** {@code EmailAddress} of {@code user_email_addresses}. */
    static String model(String table) {
        return pascal(singular(plain(table)));
    }

    /** {@code emailAddresses} of {@code user_email_addresses}. */
    static String list(String table) {
        return camel(plain(table));
    }

    /** {@code user} of {@code users}. */
    static String singular(String table) {
        if (table.endsWith("ies")) {
            return table.substring(0, table.length() - 3) + "y";
        }
        return table.endsWith("sses") ? table.substring(0, table.length() - 2) : table.substring(0, table.length() - 1);
    }

    /** Without the owner that its name begins with. */
    private static String plain(String table) {
        return table.replaceFirst("^(user|organization)_", "");
    }

    private static String pascal(String name) {
        return Arrays.stream(name.split("_", -1))
                .filter(word -> !word.isEmpty())
                .map(Spelling::capital)
                .collect(Collectors.joining());
    }
}
