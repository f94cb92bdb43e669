package dev.rollcall.worker.copy.trace;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.consume.BatchProcessor;
import dev.rollcall.worker.copy.consume.BatchTurn;
import dev.rollcall.worker.copy.consume.Condemned;
import dev.rollcall.worker.copy.failure.FailureClassifier;
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
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span for each batch, with a link to every traced record in it: a batch has many parents, and a span for each
 * record would cost more than applying it. Attributes are counts and offsets.
 */
final class TracedBatches implements BatchProcessor {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<Long> MESSAGES = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<List<String>> RECORDS = AttributeKey.stringArrayKey("rollcall.records");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final BatchProcessor batches;
    private final Tracer tracer;

    TracedBatches(BatchProcessor batches, Tracer tracer) {
        this.batches = batches;
        this.tracer = tracer;
    }

    @Override
    public BatchResult process(PolledBatch batch, Condemned condemned, KafkaTransaction kafka, BatchTurn turn)
            throws SQLException {
        Span span = begin(batch);
        try {
            BatchResult result = batches.process(batch, condemned, kafka, turn);
            outcomes(result)
                    .forEach((outcome, count) -> span.setAttribute("rollcall.outcome." + outcome.label(), count));
            return result;
        } catch (SQLException | RuntimeException failed) {
            // Only the name: a message of PostgreSQL or Kafka can repeat what the record holds.
            span.setStatus(StatusCode.ERROR)
                    .setAttribute(ERROR, FailureClassifier.classify(failed).label());
            throw failed;
        } finally {
            span.end();
        }
    }

    private Span begin(PolledBatch batch) {
        String topic = batch.slices().firstEntry().getKey().topic();
        SpanBuilder span = tracer.spanBuilder("apply " + topic)
                .setNoParent()
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
