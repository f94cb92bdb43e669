package dev.rollcall.startup.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether traces are exported. Where and how is OpenTelemetry's to read, from its own standard variables.
 *
 * @param endpoint base address of an OTLP collector that takes traces over HTTP, such as {@code http://collector:4318};
 *     without it no traces. OpenTelemetry reads its other variables itself
 * @param tracesEndpoint the whole address for traces, where it is not below the base address
 * @param disabled no traces, whatever the addresses are
 */
@ConfigurationProperties("rollcall.tracing")
public record TraceSettings(
        @Nullable String endpoint,
        @Nullable String tracesEndpoint,
        @DefaultValue("false") boolean disabled) {

    public boolean isOn() {
        return !disabled && (isSet(endpoint) || isSet(tracesEndpoint));
    }

    private static boolean isSet(@Nullable String address) {
        return address != null && !address.isBlank();
    }
}
