package dev.rollcall.worker.copy.trace;

import dev.rollcall.startup.trace.TraceExport;
import dev.rollcall.startup.trace.TraceSettings;
import dev.rollcall.worker.copy.consume.LoopListener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts batches into traces when there is a collector to send them to, and does nothing otherwise. */
public final class BatchTraces implements AutoCloseable {

    private static final long CLOSE_SECONDS = 2;

    private final @Nullable OpenTelemetrySdk telemetry;

    /** @param telemetry null when nothing is exported */
    public BatchTraces(@Nullable OpenTelemetrySdk telemetry) {
        this.telemetry = telemetry;
    }

    /**
     * What the settings ask for.
     *
     * @param instance this worker's stable name
     * @throws dev.rollcall.startup.SettingRefusedException when a variable is refused
     */
    public static BatchTraces of(TraceSettings settings, String instance) {
        return new BatchTraces(
                TraceExport.start(settings, "rollcall-worker", instance).orElse(null));
    }

    /**
     * What is to be told of the batches.
     *
     * @param clock of the spans
     */
    public LoopListener listener(Clock clock) {
        return telemetry == null
                ? LoopListener.all()
                : new TracedBatches(telemetry.getTracer("dev.rollcall.worker"), clock);
    }

    /** Sends what has ended, for a short while. */
    @Override
    public void close() {
        if (telemetry != null) {
            telemetry.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
