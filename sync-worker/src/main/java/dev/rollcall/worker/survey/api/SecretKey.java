package dev.rollcall.worker.survey.api;

import java.util.regex.Pattern;

/**
 * The key of an instance's Backend API. It opens everything, deletes included, and Clerk knows no key that may only read:
 * so it is given to one class that can only read, and printed nowhere.
 */
public final class SecretKey {

    private static final Pattern FORM = Pattern.compile("sk_(live|test)_[A-Za-z0-9_-]{8,200}");

    private final String value;

    private SecretKey(String value) {
        this.value = value;
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException with one line that does not show the value
     */
    public static SecretKey of(String value) {
        String trimmed = value.strip();
        if (!FORM.matcher(trimmed).matches()) {
            throw new IllegalArgumentException(
                    "CLERK_SECRET_KEY is not a key of Clerk's Backend API; write the secret key of the instance, which begins"
                            + " with sk_live_ or sk_test_");
        }
        return new SecretKey(trimmed);
    }

    /** Whether it is a production instance's. */
    boolean isLive() {
        return value.startsWith("sk_live_");
    }

    /** For the one header that carries it. */
    String value() {
        return value;
    }

    /** Without the value. */
    @Override
    public String toString() {
        return isLive() ? "sk_live_…" : "sk_test_…";
    }
}
