package dev.rollcall.worker;

import dev.rollcall.model.terminal.TerminalStream;
import org.slf4j.Logger;
import org.springframework.boot.logging.LoggingSystemProperty;

/** The one line that says why the worker ends: on its own for whoever reads a terminal, an entry where logs are structured. */
final class OperatorLine {

    private OperatorLine() {}

    static void write(Logger log, String line) {
        String structured = LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName();
        if (System.getProperty(structured, "").isEmpty()) {
            TerminalStream.err().println("rollcall worker: " + line);
        } else {
            log.error("{}", line);
        }
    }
}
