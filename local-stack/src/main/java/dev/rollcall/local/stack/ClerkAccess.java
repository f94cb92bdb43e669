package dev.rollcall.local.stack;

import dev.rollcall.local.process.ClerkVariables;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How Clerk's Backend API is reached.
 *
 * @param variables for a process that asks it; empty where nothing was given
 */
public record ClerkAccess(Map<String, String> variables) {

    public static final ClerkAccess NONE = new ClerkAccess(Map.of());

    /** How often the worker surveys by itself. */
    private static final String EVERY = "ROLLCALL_RECONCILE_EVERY";

    /** Of the requests that are allowed: a demo has no application that needs them. */
    private static final String SHARE = "ROLLCALL_API_SHARE";

    public ClerkAccess {
        variables = Map.copyOf(variables);
    }

    /** @param variable of the user's environment */
    public static ClerkAccess given(Function<String, Optional<String>> variable) {
        Map<String, String> given = new LinkedHashMap<>();
        ClerkVariables.ALL.forEach(name -> variable.apply(name).ifPresent(value -> given.put(name, value)));
        return new ClerkAccess(given);
    }

    /** What the worker itself needs of it: all where it surveys by itself, else nothing. */
    public static ClerkAccess ofTheWorker(Function<String, Optional<String>> variable) {
        boolean surveys =
                variable.apply(EVERY).filter(every -> !every.equals("off")).isPresent();
        return surveys ? given(variable) : NONE;
    }

    /** To the local Clerk of a demo; a file that the user's shell names holds another instance's key. */
    static ClerkAccess local(URI url, String key) {
        return new ClerkAccess(Map.of(
                ClerkVariables.URL, url.toString(), ClerkVariables.KEY, key, ClerkVariables.KEY_FILE, "", SHARE, "1"));
    }

    /** Whether there is a key, or a file with one. */
    public boolean hasKey() {
        return !variables.getOrDefault(ClerkVariables.KEY, "").isEmpty()
                || !variables.getOrDefault(ClerkVariables.KEY_FILE, "").isEmpty();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ClerkAccess[" + String.join(", ", variables.keySet()) + "]";
    }
}
