package dev.rollcall.startup.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.rollcall.model.failure.RepeatedFailures;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * Logs each failure of Kafka's clients once, and then counts: a refused client logs several lines at every attempt,
 * some with a stack trace. When their log level is below warnings, everything is logged.
 */
public final class KafkaClientLog extends TurboFilter implements AutoCloseable {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(KafkaClientLog.class);
    private static final String CLIENTS = "org.apache.kafka.";

    /** The client's and the group's name: all clients of a process fail alike. */
    private static final Pattern WHO = Pattern.compile("^\\[[^]]*] ");

    private final RepeatedFailures repeated = new RepeatedFailures(System::nanoTime);
    private final @Nullable LoggerContext logback =
            LoggerFactory.getILoggerFactory() instanceof LoggerContext context ? context : null;

    /** From now on, until it is closed. */
    public static KafkaClientLog listening() {
        KafkaClientLog filter = new KafkaClientLog();
        if (filter.logback != null) {
            filter.start();
            filter.logback.addTurboFilter(filter);
        }
        return filter;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        Level shown = logger.getEffectiveLevel();
        if (format == null
                || !logger.getName().startsWith(CLIENTS)
                || !level.isGreaterOrEqual(shown)
                || Level.INFO.isGreaterOrEqual(shown)) {
            return FilterReply.NEUTRAL;
        }
        OptionalLong times = repeated.happened(WHO.matcher(format).replaceFirst(""));
        if (times.isPresent()) {
            // Of a message with values the exception is the last of them.
            FormattingTuple said = MessageFormatter.arrayFormat(format, parameters);
            Throwable cause = thrown == null ? said.getThrowable() : thrown;
            LOG.atWarn()
                    .addKeyValue("times", times.getAsLong())
                    .log(
                            "a Kafka client says: {}{}",
                            said.getMessage(),
                            cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")");
        }
        return FilterReply.DENY;
    }

    @Override
    public void close() {
        if (logback != null) {
            logback.getTurboFilterList().remove(this);
        }
    }
}
