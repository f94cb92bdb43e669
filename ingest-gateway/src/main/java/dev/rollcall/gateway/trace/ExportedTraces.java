package dev.rollcall.gateway.trace;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.answer.Outcome;
import dev.rollcall.model.event.EventType;
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
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two spans for each verified request: the request itself, and within it the sending to Kafka, whose context the record
 * carries. Attributes name no person: neither the entity nor anything of the body.
 */
final class ExportedTraces implements RequestTraces {

    private static final String TRACEPARENT = "traceparent";
    private static final long CLOSE_SECONDS = 2;

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("rollcall.source");
    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("rollcall.event_type");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("rollcall.answer");

    private static final TextMapSetter<byte[][]> INTO_FIRST = (carrier, name, value) -> {
        // A trace that begins here has no tracestate.
        if (carrier != null && name.equals(TRACEPARENT)) {
            carrier[0] = value.getBytes(StandardCharsets.ISO_8859_1);
        }
    };

    private final OpenTelemetrySdk telemetry;
    private final Tracer tracer;
    private final String topic;

    ExportedTraces(OpenTelemetrySdk telemetry, String topic) {
        this.telemetry = telemetry;
        this.topic = topic;
        this.tracer = telemetry.getTracer("dev.rollcall.gateway");
    }

    @Override
    public RequestTrace verified(
            String source, String messageId, Instant since, Function<String, List<String>> headers) {
        SpanBuilder request = tracer.spanBuilder("POST /webhooks/{source}")
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(since)
                .setAttribute(METHOD, "POST")
                .setAttribute(ROUTE, "/webhooks/{source}")
                .setAttribute(SOURCE, source)
                .setAttribute(MESSAGE_ID, messageId);
        SpanContext sender = senderOf(headers);
        if (sender.isValid()) {
            request.addLink(sender);
        }
        return new Traced(request.startSpan(), messageId);
    }

    @Override
    public void close() {
        telemetry.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Its {@code tracestate} is dropped: its meaning is not known here. */
    private static SpanContext senderOf(Function<String, List<String>> headers) {
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, OnceOnly.GETTER);
        return Span.fromContext(context).getSpanContext();
    }

    /** A repeated header counts as missing. */
    private enum OnceOnly implements TextMapGetter<Function<String, List<String>>> {
        GETTER;

        @Override
        public Iterable<String> keys(Function<String, List<String>> headers) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable Function<String, List<String>> headers, String name) {
            if (headers == null || !name.equals(TRACEPARENT)) {
                return null;
            }
            List<String> values = headers.apply(name);
            return values.size() == 1 ? values.getFirst() : null;
        }
    }

    /** Handed from the event loop to the producer's thread by the producer. */
    private final class Traced implements RequestTrace {

        private final Span request;
        private final String messageId;
        private Span sending = Span.getInvalid();

        Traced(Span request, String messageId) {
            this.request = request;
            this.messageId = messageId;
        }

        @Override
        public Consumer<Answer> until(Consumer<Answer> answer) {
            return given -> {
                if (given != Answer.STORED) {
                    sending.setStatus(StatusCode.ERROR).setAttribute(ERROR, given.reason());
                }
                sending.end();
                if (given.outcome() == Outcome.UNAVAILABLE) {
                    request.setStatus(StatusCode.ERROR).setAttribute(ERROR, given.reason());
                }
                request.setAttribute(STATUS, (long) given.status()).setAttribute(REASON, given.reason());
                request.end();
                answer.accept(given);
            };
        }

        @Override
        public byte[] publish(@Nullable EventType type) {
            if (type != null) {
                request.setAttribute(EVENT_TYPE, type.value());
            }
            Context within = Context.root().with(request);
            sending = tracer.spanBuilder("send " + topic)
                    .setParent(within)
                    .setSpanKind(SpanKind.PRODUCER)
                    .setAttribute(SYSTEM, "kafka")
                    .setAttribute(OPERATION, "send")
                    .setAttribute(DESTINATION, topic)
                    .setAttribute(MESSAGE_ID, messageId)
                    .startSpan();
            byte[][] traceparent = {new byte[0]};
            W3CTraceContextPropagator.getInstance().inject(within.with(sending), traceparent, INTO_FIRST);
            return traceparent[0];
        }
    }
}
