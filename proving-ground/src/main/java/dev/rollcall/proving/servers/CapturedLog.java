package dev.rollcall.proving.servers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What this process logs, as an operator would read it: a stack trace is as many lines as it has. */
public final class CapturedLog implements AutoCloseable {

    private final long sinceNanos = System.nanoTime();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
                if (event.getThrowableProxy() != null) {
                    for (var element : event.getThrowableProxy().getStackTraceElementProxyArray()) {
                        lines.add(element.toString());
                    }
                }
            }
        }
    };

    /** From now on, until it is closed. */
    public CapturedLog() {
        appender.start();
        root.addAppender(appender);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** What one class says, without its name. */
    public List<String> linesOf(Class<?> logger) {
        String begin = logger.getName() + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .toList();
    }

    /** For how long it has listened. */
    public long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
    }
}
