package dev.rollcall.startup;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Keeps Spring from printing a stack trace, or a page of advice, where {@link ApplicationStart} says one line. Registered
 * in {@code META-INF/spring.factories}, since it must work before there is a context.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        return StartFailure.lineOf(failure, "") != null;
    }
}
