package dev.rollcall.model.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule against DNS rebinding: a page elsewhere reaches a local server by a name of its own that resolves to
 * loopback, and a browser always says in {@code Host} which name it used.
 */
public final class LoopbackHost {

    private static final Pattern NAME =
            Pattern.compile("(localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private LoopbackHost() {}

    /** Whether a header {@code Host} names this machine: {@code localhost} or an address of loopback, with any port. */
    public static boolean isNamedBy(@Nullable String host) {
        return host != null && NAME.matcher(host).matches();
    }

    /**
     * Whether a server that listens on loopback only may answer at all. No browser leaves the header out, and old health
     * checks (HTTP/1.0) do.
     */
    public static boolean mayAsk(@Nullable String host) {
        return host == null || isNamedBy(host);
    }
}
