package dev.rollcall.gateway;

import dev.rollcall.startup.SettingRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one line why the gateway does not start, when a setting is the reason; other failures keep their stack trace.
 * Registered in {@code META-INF/spring.factories}, since it must work before there is a context.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailureReporter.class);

    @Override
    public boolean reportException(Throwable failure) {
        String line = explain(failure);
        if (line == null) {
            return false;
        }
        LOG.error("not started: {}", line);
        return true;
    }

    private static @Nullable String explain(Throwable failure) {
        String line = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SettingRefusedException refused -> line = refused.getMessage();
                case PortInUseException inUse ->
                    line = "ROLLCALL_GATEWAY_MANAGEMENT_PORT is " + inUse.getPort()
                            + ", which is in use: stop what uses the port, or write another one";
                case BindException unreadable ->
                    line = unreadable.getName() + " cannot be read: write " + typeOf(unreadable);
                default -> {
                    // The next cause may say more.
                }
            }
        }
        return line;
    }

    private static String typeOf(BindException unreadable) {
        return "a value of the type " + unreadable.getTarget().getType();
    }
}
