package dev.rollcall.gateway.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.model.event.EventType;
import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.startup.trace.TraceSettings;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestTracesTest {

    private static final Instant SINCE = Instant.parse("2026-11-21T12:00:00Z");
    private static final String SENDERS = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final EventType TYPE = new EventType("user.created");

    private final InMemorySpanExporter collector = InMemorySpanExporter.create();
    private final RequestTraces traces = new ExportedTraces(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(collector))
                            .build())
                    .build(),
            "clerk.events");
    private final List<Answer> answers = new ArrayList<>();

    @Test
    void aRecordCarriesTheContextOfItsSendingWithinItsRequest() {
        String carried = store(List.of(), Answer.STORED);
        SpanData request = span(SpanKind.SERVER);
        SpanData sending = span(SpanKind.PRODUCER);
        assertThat(carried).matches("00-" + request.getTraceId() + "-" + sending.getSpanId() + "-0[13]");
        assertThat(sending.getParentSpanContext().getSpanId()).isEqualTo(request.getSpanId());
        assertThat(request.getParentSpanContext().isValid()).isFalse();
        assertThat(request.getLinks()).isEmpty();
        assertThat(attributes(request))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "http.request.method", "POST",
                        "http.route", "/webhooks/{source}",
                        "http.response.status_code", "202",
                        "messaging.message.id", "msg_1",
                        "rollcall.source", "clerk",
                        "rollcall.event_type", "user.created",
                        "rollcall.answer", "stored"));
        assertThat(attributes(sending))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.type", "send",
                        "messaging.destination.name", "clerk.events",
                        "messaging.message.id", "msg_1"));
        assertThat(answers).containsExactly(Answer.STORED);
    }

    @Test
    void theSendersContextIsLinkedToAndNotContinued() {
        String carried = store(List.of(SENDERS), Answer.STORED);
        assertThat(carried).doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(span(SpanKind.SERVER).getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(link.getSpanContext().getSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(link.getSpanContext().getTraceState().isEmpty()).isTrue();
        });
    }

    @Test
    void whatIsNoContextOrRepeatedIsNotLinkedTo() {
        store(List.of("anna@example.com"), Answer.STORED);
        store(List.of(SENDERS, SENDERS), Answer.STORED);
        store(List.of("00-00000000000000000000000000000000-00f067aa0ba902b7-01"), Answer.STORED);
        assertThat(collector.getFinishedSpanItems())
                .hasSize(6)
                .allMatch(span -> span.getLinks().isEmpty());
    }

    @Test
    void whatKafkaDoesNotAcknowledgeIsAnError() {
        store(List.of(), Answer.NOT_ACKNOWLEDGED);
        assertThat(collector.getFinishedSpanItems())
                .hasSize(2)
                .allMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
                .allMatch(span -> "not_acknowledged".equals(attributes(span).get("error.type")));
    }

    @Test
    void whatIsExcludedIsAnsweredWithoutSending() {
        RequestTrace trace = traces.verified("clerk", "msg_1", SINCE, name -> List.of());
        trace.until(answers::add).accept(Answer.EXCLUDED_TYPE);
        assertThat(collector.getFinishedSpanItems()).singleElement().satisfies(request -> {
            assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(attributes(request)).containsEntry("rollcall.answer", "excluded_type");
        });
        assertThat(answers).containsExactly(Answer.EXCLUDED_TYPE);
    }

    /** What became of the last requests before a stop is what one looks for after it. */
    @Test
    void whatHasEndedIsSentBeforeTheGatewayIsGone() throws Exception {
        CompletableFuture<String> sent = new CompletableFuture<>();
        HttpServer collecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collecting.createContext("/v1/traces", exchange -> {
            // Texts stand in protobuf as they are.
            sent.complete(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collecting.start();
        try {
            String endpoint = "http://127.0.0.1:" + collecting.getAddress().getPort();
            RequestTraces on = RequestTraces.of(new TraceSettings(endpoint, null, false), "eu.clerk.events");
            RequestTrace trace = on.verified("clerk", "msg_1", SINCE, name -> List.of());
            var until = trace.until(answers::add);
            trace.publish(TYPE);
            until.accept(Answer.STORED);
            on.close();
            assertThat(sent.get(5, TimeUnit.MINUTES))
                    .contains("rollcall-ingest-gateway", "POST /webhooks/{source}", "send eu.clerk.events");
        } finally {
            collecting.stop(0);
        }
    }

    @Test
    void anEventWhoseTypeIsNotKnownIsTracedWithoutIt() {
        RequestTrace trace = traces.verified("clerk", "msg_1", SINCE, name -> List.of());
        var until = trace.until(answers::add);
        trace.publish(null);
        until.accept(Answer.STORED);
        assertThat(attributes(span(SpanKind.SERVER))).doesNotContainKey("rollcall.event_type");
        assertThat(span(SpanKind.PRODUCER).getName()).isEqualTo("send clerk.events");
    }

    @Test
    void aRequestBeganWhenItsHeadCame() {
        store(List.of(), Answer.STORED);
        SpanData request = span(SpanKind.SERVER);
        assertThat(request.getName()).isEqualTo("POST /webhooks/{source}");
        assertThat(request.getStartEpochNanos())
                .isEqualTo(TimeUnit.SECONDS.toNanos(SINCE.getEpochSecond()) + SINCE.getNano());
        assertThat(collector.getFinishedSpanItems())
                .allMatch(span -> span.getStatus().getStatusCode() == StatusCode.UNSET);
    }

    @Test
    void withoutACollectorARecordCarriesAContextAllTheSame() {
        try (RequestTraces off = RequestTraces.of(new TraceSettings("", null, false), "clerk.events")) {
            RequestTrace trace = off.verified("clerk", "msg_1", SINCE, name -> List.of(SENDERS));
            trace.until(answers::add).accept(Answer.STORED);
            assertThat(new String(trace.publish(TYPE), US_ASCII))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                    .doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(answers).containsExactly(Answer.STORED);
        }
        assertThat(new TraceSettings("http://localhost:4318", null, true).isOn())
                .isFalse();
        assertThat(new TraceSettings(null, "http://localhost:4318/v1/traces", false).isOn())
                .isTrue();
    }

    @Test
    void refusesToStartWithAnAddressThatIsNoneAndDoesNotRepeatIt() {
        assertThatThrownBy(() ->
                        RequestTraces.of(new TraceSettings("token-of-canary@collector", null, false), "clerk.events"))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("OTEL_EXPORTER_OTLP_")
                .hasMessageNotContaining("canary");
    }

    private String store(List<String> senders, Answer answer) {
        RequestTrace trace = traces.verified(
                "clerk",
                "msg_1",
                SINCE,
                name -> name.equals("traceparent") ? senders : List.of("rojo=00f067aa0ba902b7"));
        var until = trace.until(answers::add);
        String carried = new String(trace.publish(TYPE), US_ASCII);
        until.accept(answer);
        return carried;
    }

    private SpanData span(SpanKind kind) {
        return collector.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> attributes(SpanData span) {
        Map<String, String> attributes = new java.util.TreeMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), String.valueOf(value)));
        return attributes;
    }
}
