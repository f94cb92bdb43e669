package dev.rollcall.worker;

import dev.rollcall.worker.operate.command.OperatorLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wrong setting ends the start with one line: which, and what to write instead. */
final class StartFailure {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

    private StartFailure() {}

    /** Ends the process; other failures keep their stack trace. */
    static void exitWith(RuntimeException failed) {
        String line = lineOf(failed);
        if (line == null) {
            LOG.error("The worker did not start", failed);
        } else {
            OperatorLine.write(LOG, line);
        }
        System.exit(1);
    }

    /** The innermost explanation meant for the operator; null when there is none. */
    static @Nullable String lineOf(Throwable failed) {
        String line = null;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongSettingException wrong) {
                line = wrong.getMessage();
            }
        }
        return line;
    }
}
