package dev.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class StartFailureTest {

    private static final SettingRefusedException REFUSED =
            new SettingRefusedException("ROLLCALL_WORKER_THREADS", "is 13", "write a number from 1 to 12");

    @Test
    void springKnowsTheReporter() {
        // Spring's own wants a context.
        FailureHandler others = (type, name, failure) -> {};
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(SpringBootExceptionReporter.class, others))
                .hasAtLeastOneElementOfType(StartFailureReporter.class);
    }

    @Test
    void aWrongSettingHasNoStackTraceAndAnythingElseHas() {
        StartFailureReporter reporter = new StartFailureReporter();
        assertThat(reporter.reportException(new IllegalStateException(REFUSED))).isTrue();
        assertThat(reporter.reportException(new IllegalStateException("a defect")))
                .isFalse();
    }

    @Test
    void theInnermostExplanationIsTheLine() {
        assertThat(line(bound("13"))).isEqualTo("ROLLCALL_WORKER_THREADS is 13: write a number from 1 to 12");
        assertThat(line(bound("canary")))
                .isEqualTo("rollcall.worker.threads cannot be read: write a value of the type int");
        assertThat(line(new IllegalStateException(new PortInUseException(8090))))
                .isEqualTo("PORT_SETTING is 8090, which is in use: stop what uses the port, or write another one");
        assertThat(line(new IllegalStateException("a defect"))).isNull();
    }

    private static String line(Throwable failed) {
        return StartFailure.lineOf(new IllegalStateException(failed), "PORT_SETTING");
    }

    private static BindException bound(String value) {
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("rollcall.worker.threads", value)));
        return catchThrowableOfType(BindException.class, () -> binder.bind("rollcall.worker", Threads.class));
    }

    /** Settings that are refused always. */
    record Threads(int threads) {

        Threads {
            throw REFUSED;
        }
    }
}
