package dev.rollcall.proving.servers;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Programs that only some tests need. A machine that only builds Rollcall may lack them, and those tests report that
 * they were skipped; in CI (environment variable {@code CI=true}) a missing one fails them, so that nothing is left out
 * silently.
 */
public final class OptionalProgram {

    private OptionalProgram() {}

    /**
     * Whether the program is there; for {@code assumeTrue}.
     *
     * @param program where it was found
     * @param missing what to say where it was not, and how to get it
     * @throws AssertionError in CI, where it is not
     */
    public static boolean isThere(Optional<?> program, String missing) {
        return isThere(program.isPresent(), missing);
    }

    /** As above, for what is more than a program. */
    public static boolean isThere(boolean present, String missing) {
        return isThere(present, missing, "true".equals(System.getenv("CI")), System.out);
    }

    static boolean isThere(boolean present, String missing, boolean required, PrintStream output) {
        if (!present && required) {
            throw new AssertionError("CI leaves no test out: " + missing);
        }
        if (!present) {
            // What counts skipped tests does not print their reasons.
            output.println("A test is skipped: " + missing);
        }
        return present;
    }
}
