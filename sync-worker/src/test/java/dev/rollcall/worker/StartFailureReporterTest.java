package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class StartFailureReporterTest {

    @Test
    void springKnowsIt() {
        // Spring's own wants a context.
        FailureHandler others = (type, name, failure) -> {};
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(SpringBootExceptionReporter.class, others))
                .hasAtLeastOneElementOfType(StartFailureReporter.class);
    }

    @Test
    void aWrongSettingHasNoStackTraceAndAnythingElseHas() {
        StartFailureReporter reporter = new StartFailureReporter();
        assertThat(reporter.reportException(new IllegalStateException(new WrongSettingException("write this instead"))))
                .isTrue();
        assertThat(reporter.reportException(new IllegalStateException("a defect")))
                .isFalse();
    }
}
