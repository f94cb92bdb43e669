package dev.rollcall.local.process;

import java.util.Map;
import java.util.Set;

/**
 * Programs that are not Rollcall's: a browser, psql, a tunnel. None of them has a use for what Rollcall is told by the
 * environment, and much of that is secret, also what {@code env} prints for a shell.
 */
public final class ForeignPrograms {

    private static final Set<String> OF_APPLICATIONS = Set.of("DATABASE_URL", "TENANT_DATABASE_URL");

    private ForeignPrograms() {}

    /** Takes out of an environment what is not for them. */
    public static void withhold(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("ROLLCALL_") || name.startsWith("CLERK_") || OF_APPLICATIONS.contains(name));
    }
}
