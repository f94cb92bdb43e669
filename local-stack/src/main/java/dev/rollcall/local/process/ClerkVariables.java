package dev.rollcall.local.process;

import java.util.Set;

/**
 * The variables that open Clerk's Backend API. The key behind them can delete users, so no child inherits them: the one
 * that asks Clerk is given them by name.
 */
public final class ClerkVariables {

    public static final String KEY = "CLERK_SECRET_KEY";

    /** A file that holds the key. */
    public static final String KEY_FILE = "CLERK_SECRET_KEY_FILE";

    /** Where the API is, when it is not at Clerk. */
    public static final String URL = "CLERK_API_URL";

    public static final Set<String> ALL = Set.of(KEY, KEY_FILE, URL);

    private ClerkVariables() {}
}
