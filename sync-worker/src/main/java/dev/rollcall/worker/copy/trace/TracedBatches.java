package dev.rollcall.worker.copy.trace;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.LoopListener;
import dev.rollcall.worker.copy.failure.Failure;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span for each batch, with a link to every traced record in it: a batch has many parents, and a span for each
 * record would cost more than applying it. Attributes are counts and offsets.
 */
final class TracedBatches implements LoopListener {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<Long> MESSAGES = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<List<String>> RECORDS = AttributeKey.stringArrayKey("rollcall.records");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    private final Clock clock;

    TracedBatches(Tracer tracer, Clock clock) {
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public void committed(PolledBatch batch, BatchResult result) {
        Span span = spanOf(batch, result.took());
        outcomes(result).forEach((outcome, count) -> span.setAttribute("rollcall.outcome." + outcome.label(), count));
        span.end();
    }

    @Override
    public void failed(PolledBatch batch, Failure failure, Duration took) {
        // Only the name: a message of PostgreSQL or Kafka can repeat what the record holds.
        spanOf(batch, took)
                .setStatus(StatusCode.ERROR)
                .setAttribute(ERROR, failure.label())
                .end();
    }

    /** Made when the batch has ended, so that nothing is kept of one that is under way. */
    private Span spanOf(PolledBatch batch, Duration took) {
        String topic = batch.slices().firstEntry().getKey().topic();
        SpanBuilder span = tracer.spanBuilder("apply " + topic)
                .setNoParent()
                .setStartTimestamp(clock.instant().minus(took))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, "process")
                .setAttribute(DESTINATION, topic)
                .setAttribute(MESSAGES, (long) batch.size())
                .setAttribute(RECORDS, ranges(batch));
        for (SourceRecord record : batch.records()) {
            SpanContext context = contextOf(record);
            if (context.isSampled()) {
                span.addLink(context);
            }
        }
        return span.startSpan();
    }

    /** Such as {@code 3:120-144}: partition, first and last offset. */
    private static List<String> ranges(PolledBatch batch) {
        return batch.slices().entrySet().stream()
                .map(slice -> slice.getKey().partition() + ":"
                        + slice.getValue().records().getFirst().offset() + "-"
                        + slice.getValue().records().getLast().offset())
                .toList();
    }

    private static Map<Outcome, Long> outcomes(BatchResult result) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Applied.OfRecord record : result.applied().outcomes()) {
            counts.merge(record.outcome(), 1L, Long::sum);
        }
        counts.merge(Outcome.IGNORED, (long) result.resolution().ignored().size(), Long::sum);
        counts.merge(
                Outcome.DEAD_LETTERED, (long) result.resolution().rejected().size(), Long::sum);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static SpanContext contextOf(SourceRecord record) {
        Context context =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), record, TraceParentOnly.GETTER);
        return Span.fromContext(context).getSpanContext();
    }

    private enum TraceParentOnly implements TextMapGetter<SourceRecord> {
        GETTER;

        @Override
        public Iterable<String> keys(SourceRecord record) {
            return List.of(EventHeaders.TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable SourceRecord record, String name) {
            byte[] header = record == null || !name.equals(EventHeaders.TRACEPARENT) ? null : record.header(name);
            return header == null ? null : new String(header, StandardCharsets.ISO_8859_1);
        }
    }
}
