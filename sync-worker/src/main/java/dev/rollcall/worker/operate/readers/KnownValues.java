package dev.rollcall.worker.operate.readers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that a column is known to have, as its comment lists them ({@code pending, paid or failed.}). Clerk may add
 * some at any time, so no reader may rely on the list being whole.
 */
public final class KnownValues {

    private static final Pattern LIST =
            Pattern.compile("((?:[a-z_]+, )*[a-z_]+) or ([a-z_]+)(?:, as of the event)?\\.");

    private KnownValues() {}

    /** @return in the order of the comment; empty where it lists none */
    public static List<String> in(String comment) {
        Matcher list = LIST.matcher(comment);
        if (!list.matches()) {
            return List.of();
        }
        List<String> values = new ArrayList<>(Arrays.asList(list.group(1).split(", ", -1)));
        values.add(list.group(2));
        return List.copyOf(values);
    }
}
