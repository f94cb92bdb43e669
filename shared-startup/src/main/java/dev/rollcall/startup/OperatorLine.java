package dev.rollcall.startup;

import dev.rollcall.model.terminal.TerminalStream;
import org.slf4j.Logger;
import org.springframework.boot.logging.LoggingSystemProperty;

/** The one line that says why a process ends: plain on a terminal, a log entry where logs are structured. */
public final class OperatorLine {

    private OperatorLine() {}

    /** @param program who says it, such as {@code rollcall worker} */
    public static void write(Logger log, String program, String line) {
        String structured = LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName();
        if (System.getProperty(structured, "").isEmpty()) {
            TerminalStream.err().println(program + ": " + line);
        } else {
            log.error("{}", line);
        }
    }
}
