package dev.rollcall.worker.copy.trace;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's own reading of its standard variables, with other defaults. Not even loaded while nothing is exported. */
final class TraceExport {

    private TraceExport() {}

    /** @throws IllegalArgumentException when a variable is refused; the message of the refusal might quote a token */
    static OpenTelemetrySdk start(TraceSettings settings, String instance) {
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .setServiceClassLoader(TraceExport.class.getClassLoader())
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> defaults(settings, instance))
                    .build()
                    .getOpenTelemetrySdk();
        } catch (RuntimeException refused) {
            throw new IllegalArgumentException("OTEL_* holds a value that OpenTelemetry refuses ("
                    + refused.getClass().getSimpleName()
                    + "): look up OTEL_EXPORTER_OTLP_* and OTEL_TRACES_* in its documentation; only OTLP over HTTP is"
                    + " built in");
        }
    }

    private static Map<String, String> defaults(TraceSettings settings, String instance) {
        Map<String, String> defaults = new HashMap<>();
        put(defaults, "otel.exporter.otlp.endpoint", settings.endpoint());
        put(defaults, "otel.exporter.otlp.traces.endpoint", settings.tracesEndpoint());
        defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
        defaults.put("otel.service.name", "rollcall-worker");
        defaults.put("otel.resource.attributes", "service.instance.id=" + instance);
        // Those are Prometheus's and the console's.
        defaults.put("otel.metrics.exporter", "none");
        defaults.put("otel.logs.exporter", "none");
        return defaults;
    }

    private static void put(Map<String, String> defaults, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            defaults.put(name, value);
        }
    }
}
