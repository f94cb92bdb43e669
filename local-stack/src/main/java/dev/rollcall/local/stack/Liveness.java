package dev.rollcall.local.stack;

import dev.rollcall.local.process.HttpHealth;
import java.net.URI;
import java.util.OptionalInt;

/**
 * Checks whether a running part still makes progress. An error counts soon, since liveness never depends on anything
 * outside the process; silence only after a long time, since a busy machine can keep a healthy process silent too.
 */
final class Liveness {

    private static final int ERRORS_IN_A_ROW = 3;
    private static final int SILENCES_IN_A_ROW = 24;

    private final URI url;
    private int errors;
    private int silences;

    Liveness(URI url) {
        this.url = url;
    }

    /** Asks once more; true when only a new start helps. */
    boolean isLost() throws InterruptedException {
        OptionalInt status = HttpHealth.status(url);
        boolean alive = status.isPresent() && status.getAsInt() / 100 == 2;
        errors = status.isEmpty() || alive ? 0 : errors + 1;
        silences = status.isEmpty() ? silences + 1 : 0;
        return errors == ERRORS_IN_A_ROW || silences == SILENCES_IN_A_ROW;
    }

    /** Why it is lost. */
    String reason() {
        return silences > 0 ? "did not answer for long" : "said that it cannot go on";
    }
}
