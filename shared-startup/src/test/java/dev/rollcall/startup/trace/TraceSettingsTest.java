package dev.rollcall.startup.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TraceSettingsTest {

    private static final String COLLECTOR = "http://collector:4318";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, false, false",
                "'', '  ', false, false",
                "http://collector:4318, -, false, true",
                "-, http://collector:4318/v1/traces, false, true",
                "http://collector:4318, '', false, true",
                "http://collector:4318, http://collector:4318/v1/traces, true, false"
            })
    void oneAddressIsEnoughUnlessTracesAreDisabled(
            @Nullable String endpoint, @Nullable String tracesEndpoint, boolean disabled, boolean on) {
        assertThat(new TraceSettings(endpoint, tracesEndpoint, disabled).isOn()).isEqualTo(on);
    }

    @Test
    void anAddressAloneIsNotDisabled() {
        TraceSettings bound = new Binder(
                        new MapConfigurationPropertySource(Map.of("rollcall.tracing.endpoint", COLLECTOR)))
                .bindOrCreate("rollcall.tracing", TraceSettings.class);
        assertThat(bound).isEqualTo(new TraceSettings(COLLECTOR, null, false));
    }

    @Test
    void withoutAnAddressNothingIsStarted() {
        assertThat(TraceExport.start(new TraceSettings(null, null, false), "rollcall", null))
                .isEmpty();
    }
}
