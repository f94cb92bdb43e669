package dev.rollcall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.heartbeat.Heartbeat;
import dev.rollcall.gateway.receive.ReceiveSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** A stop leaves a sender that has just begun its time, and ends within what Spring allows; see docs/reliability.md. */
class ShutdownBudgetTest {

    @Test
    void aSenderThatHasJustBegunIsAnsweredBeforeSpringGivesUp() throws IOException {
        ReceiveSettings.Deadlines deadlines = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("rollcall.gateway", ReceiveSettings.class)
                .deadlines();
        assertThat(IngestLifecycle.DRAIN).isGreaterThan(deadlines.body().plus(deadlines.answer()));
        assertThat(IngestLifecycle.DRAIN
                        .plus(Heartbeat.STOP)
                        .plus(IngestLifecycle.CLOSE_PRODUCER)
                        .plus(deadlines.linger()))
                .isLessThan(phase());
    }

    private static Duration phase() throws IOException {
        List<PropertySource<?>> sources =
                new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yaml"));
        return DurationStyle.detectAndParse(
                String.valueOf(sources.getFirst().getProperty("spring.lifecycle.timeout-per-shutdown-phase")));
    }
}
