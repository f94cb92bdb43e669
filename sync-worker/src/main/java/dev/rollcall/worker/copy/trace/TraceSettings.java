package dev.rollcall.worker.copy.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether traces are exported. Where and how is OpenTelemetry's to read, from its own standard variables.
 *
 * @param endpoint base address of an OTLP collector, {@code OTEL_EXPORTER_OTLP_ENDPOINT}; empty for none
 * @param tracesEndpoint the whole address for traces, {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}; empty for none
 * @param disabled {@code OTEL_SDK_DISABLED}
 */
@ConfigurationProperties("rollcall.tracing")
public record TraceSettings(
        @Nullable String endpoint,
        @Nullable String tracesEndpoint,
        @DefaultValue("false") boolean disabled) {

    boolean isOn() {
        return !disabled && (isSet(endpoint) || isSet(tracesEndpoint));
    }

    private static boolean isSet(@Nullable String address) {
        return address != null && !address.isBlank();
    }
}
