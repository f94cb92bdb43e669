package dev.rollcall.startup;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
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

    /**
     * An application that begins in silence: neither Spring nor what it starts says anything before the application itself
     * does, so that a start that is refused prints its one line and nothing else. Whoever wants to read more sets
     * {@code LOGGING_LEVEL_…}.
     */
    public static SpringApplication silent(Class<?> application) {
        SpringApplication silent = new SpringApplication(application);
        silent.setBannerMode(Banner.Mode.OFF);
        silent.setLogStartupInfo(false);
        silent.setDefaultProperties(Map.of(
                "logging.level.root", "warn",
                "logging.level.dev.rollcall", "info",
                "logging.level.org.apache.kafka", "error",
                // Of each connection that breaks, with a stack trace: whoever used it says what failed, and once.
                "logging.level.com.zaxxer.hikari.pool.ProxyConnection", "error",
                "logging.level.com.zaxxer.hikari.pool.PoolBase", "error",
                "logging.level.org.springframework.transaction.support.TransactionTemplate", "off",
                // A start that fails is reported once, by ourselves.
                "logging.level.org.springframework.boot.web.server.servlet.context", "error",
                "logging.level.org.springframework.boot.SpringApplication", "off",
                "logging.level.org.springframework.boot.autoconfigure.logging.ConditionEvaluationReportLogger", "off"));
        return silent;
    }

    /** Returns when it has started. Ends the process with 1 when it does not; what no setting explains has a stack trace. Ends it with 0 after a {@link RehearsedStart}. */
    public ConfigurableApplicationContext run(SpringApplication application, String... arguments) {
        try {
            ConfigurableApplicationContext context = application.run(arguments);
            if (RehearsedStart.isWanted()) {
                RehearsedStart.rehearse(context);
                System.exit(0);
            }
            return context;
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
