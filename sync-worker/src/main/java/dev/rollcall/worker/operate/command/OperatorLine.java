package dev.rollcall.worker.operate.command;

import dev.rollcall.model.terminal.TerminalStream;
import org.slf4j.Logger;
import org.springframework.boot.logging.LoggingSystemProperty;

/** The one line that says why the worker ends: plain on a terminal, a log entry where logs are structured. */
public final class OperatorLine {

    private OperatorLine() {}

    public static void write(Logger log, String line) {
        String structured = LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName();
        if (System.getProperty(structured, "").isEmpty()) {
            TerminalStream.err().println("rollcall worker: " + line);
        } else {
            log.error("{}", line);
        }
    }
}
