package dev.rollcall.gateway.trace;

import dev.rollcall.startup.trace.TraceExport;
import dev.rollcall.startup.trace.TraceSettings;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Begins the trace of a verified request. One that is refused leaves none: forgeries must cost nothing. */
public sealed interface RequestTraces extends AutoCloseable permits Untraced, ExportedTraces {

    /**
     * Begins the trace. It is always a new one. The sender's context was not signed, so anybody who repeats a request
     * could put it into another trace, or force sampling; it is only linked to.
     *
     * @param source the name of the sender
     * @param messageId the same on every attempt
     * @param since when the request's head had come
     * @param headers the values of a header of the request, by its name
     */
    RequestTrace verified(String source, String messageId, Instant since, Function<String, List<String>> headers);

    /** Sends what has ended, for a short while. */
    @Override
    void close();

    /** @param topic the full name of {@code clerk.events} */
    static RequestTraces of(TraceSettings settings, String topic) {
        return TraceExport.start(settings, "rollcall-ingest-gateway", null)
                .<RequestTraces>map(telemetry -> new ExportedTraces(telemetry, topic))
                .orElseGet(Untraced::new);
    }
}
