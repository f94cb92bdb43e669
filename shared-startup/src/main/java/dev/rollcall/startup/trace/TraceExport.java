package dev.rollcall.startup.trace;

import dev.rollcall.startup.SettingRefusedException;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's own reading of its standard variables, with other defaults. Nothing of it is loaded while nothing is exported. */
public final class TraceExport {

    private TraceExport() {}

    /**
     * Starts what the settings ask for; nothing when they ask for nothing.
     *
     * @param service the name of the application in traces
     * @param instance which of several it is; null when they have no names
     * @throws SettingRefusedException when a variable is refused; the message of the refusal might quote a token
     */
    public static Optional<OpenTelemetrySdk> start(TraceSettings settings, String service, @Nullable String instance) {
        return settings.isOn() ? Optional.of(Sdk.start(defaults(settings, service, instance))) : Optional.empty();
    }

    private static Map<String, String> defaults(TraceSettings settings, String service, @Nullable String instance) {
        Map<String, String> defaults = new HashMap<>();
        put(defaults, "otel.exporter.otlp.endpoint", settings.endpoint());
        put(defaults, "otel.exporter.otlp.traces.endpoint", settings.tracesEndpoint());
        defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
        defaults.put("otel.service.name", service);
        if (instance != null) {
            defaults.put("otel.resource.attributes", "service.instance.id=" + instance);
        }
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

    /** A class of its own, so that OpenTelemetry is loaded with it and not before. */
    private static final class Sdk {

        static OpenTelemetrySdk start(Map<String, String> defaults) {
            try {
                return AutoConfiguredOpenTelemetrySdk.builder()
                        .setServiceClassLoader(TraceExport.class.getClassLoader())
                        .disableShutdownHook()
                        .addPropertiesSupplier(() -> defaults)
                        .build()
                        .getOpenTelemetrySdk();
            } catch (RuntimeException refused) {
                throw new SettingRefusedException(
                        "OTEL_*",
                        "holds a value that OpenTelemetry refuses ("
                                + refused.getClass().getSimpleName() + ")",
                        "look up OTEL_EXPORTER_OTLP_* and OTEL_TRACES_* in its documentation; only OTLP over HTTP is built in");
            }
        }
    }
}
