package dev.rollcall.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts an application; a wrong setting ends the process with one line: which, and what to write instead.
 *
 * @param program who says it, such as {@code rollcall worker}
 * @param portSetting which sets the port that Spring's server listens on
 */
public record ApplicationStart(String program, String portSetting) {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationStart.class);

    /** Returns when it has started. Ends the process with 1 when it does not; what no setting explains has a stack trace. */
    public ConfigurableApplicationContext run(SpringApplication application, String... arguments) {
        try {
            return application.run(arguments);
        } catch (RuntimeException failed) {
            String line = StartFailure.lineOf(failed, portSetting);
            if (line == null) {
                LOG.error("{} did not start", program, failed);
            } else {
                OperatorLine.write(LOG, program, line);
            }
            System.exit(1);
            throw failed;
        }
    }
}
