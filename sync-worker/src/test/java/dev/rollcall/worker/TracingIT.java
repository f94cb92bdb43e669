package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.trace.BatchTraces;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** From the context of an event to the batch that links to it, and to the change that it caused. */
class TracingIT {

    private static final String PERSON = "Anastasia-Canary";
    private static final String MAIL = "anastasia.canary@example.com";

    private final InMemorySpanExporter collector = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(collector))
                    .build())
            .build();

    @Test
    void everyBatchLinksToItsEvents() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.traces = new BatchTraces(telemetry);
            produce(worker);
            worker.start();
            worker.awaitDrained();
            worker.produceTraced(traceparent(4), Events.deleted("m6", "organization", "org_traced", 2), 3);
            worker.awaitDrained();
            // A batch's span ends after both commits.
            worker.await(
                    "the last batch is told",
                    () -> collector.getFinishedSpanItems().stream()
                            .flatMap(span -> span.getLinks().stream())
                            .anyMatch(
                                    link -> ids(4).equals(link.getSpanContext().getTraceId() + "-"
                                            + link.getSpanContext().getSpanId())));

            List<SpanData> applied = collector.getFinishedSpanItems().stream()
                    .filter(span -> span.getStatus().getStatusCode() == StatusCode.UNSET)
                    .toList();
            assertThat(applied).isNotEmpty().allSatisfy(span -> {
                assertThat(span.getName()).isEqualTo("apply " + worker.topics.events());
                assertThat(span.getParentSpanContext().isValid()).isFalse();
            });
            assertThat(applied.stream()
                            .flatMap(span -> span.getLinks().stream())
                            .map(link -> link.getSpanContext().getTraceId() + "-"
                                    + link.getSpanContext().getSpanId()))
                    .containsExactlyInAnyOrder(ids(1), ids(2), ids(3), ids(4), ids(5));
            assertThat(total(applied, "messaging.batch.message_count")).isEqualTo(8);
            assertThat(total(applied, "rollcall.outcome.inserted")).isEqualTo(6);
            assertThat(total(applied, "rollcall.outcome.dead_lettered")).isEqualTo(1);
            assertThat(String.valueOf(collector.getFinishedSpanItems()))
                    .doesNotContain(PERSON, MAIL, "user_traced", "org_traced", "not-a-context");
        }
    }

    @Test
    void aChangeIsInTheTraceOfTheEventThatCausedItAlsoWhileNothingIsExported() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            produce(worker);
            worker.start();
            worker.awaitDrained();
            worker.produceTraced(traceparent(4), Events.deleted("m6", "organization", "org_traced", 2), 3);
            worker.awaitDrained();

            assertThat(contexts(worker, Resource.USER))
                    .containsEntry("user_traced", List.of(traceparent(1)))
                    .containsEntry("user_untraced", List.of("none"))
                    .containsEntry("user_hostile", List.of("none"));
            assertThat(contexts(worker, Resource.ORGANIZATION).get("org_traced"))
                    .last()
                    .isEqualTo(traceparent(4));
            assertThat(contexts(worker, Resource.ORGANIZATION_MEMBERSHIP).get("orgmem_traced"))
                    .as("ended by its organization's delete")
                    .last()
                    .isEqualTo(traceparent(4));
        }
    }

    @Test
    void whatWasAppliedButNotAnnouncedIsAnnouncedInItsOwnTrace() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            AtomicBoolean crashed = new AtomicBoolean();
            worker.onStep(step -> {
                if (step == BatchStep.DATABASE_COMMITTED && crashed.compareAndSet(false, true)) {
                    throw new IllegalStateException("crash");
                }
            });
            worker.traces = new BatchTraces(telemetry);
            worker.produceTraced(
                    traceparent(1), Events.user("m1", "created", "user_traced", 1, PERSON, List.of(MAIL)), 3);
            worker.start();
            worker.awaitDrained();

            assertThat(contexts(worker, Resource.USER)).containsEntry("user_traced", List.of(traceparent(1)));
            assertThat(collector.getFinishedSpanItems())
                    .anySatisfy(span -> {
                        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                        assertThat(span.getAttributes().asMap().toString()).contains("IllegalStateException");
                        assertThat(span.getLinks()).hasSize(1);
                    })
                    .anySatisfy(
                            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
        }
    }

    private static void produce(WorkerHarness worker) {
        worker.produceTraced(traceparent(1), Events.user("m1", "created", "user_traced", 1, PERSON, List.of(MAIL)), 3);
        worker.produceTraced("not-a-context of " + MAIL, user("m2", "user_hostile"), 3);
        worker.produce(List.of(user("m3", "user_untraced")), 3);
        worker.produceTraced(traceparent(2), Events.organization("m4", "created", "org_traced", 1, "A name"), 3);
        worker.produceTraced(
                traceparent(3),
                Events.membership("m5", "created", "orgmem_traced", "org_traced", "user_traced", 1, "org:admin"),
                3);
        worker.produceTraced(traceparent(5), new Events.Event("m7", "broken", "{\"data\":\"" + MAIL), 3);
        worker.produceTraced(traceparent(6).replaceAll("01$", "00"), user("m8", "user_unsampled"), 3);
    }

    private static Events.Event user(String messageId, String id) {
        return Events.user(messageId, "created", id, 1, PERSON, List.of(MAIL));
    }

    private static long total(List<SpanData> spans, String attribute) {
        return spans.stream()
                .flatMap(span -> span.getAttributes().asMap().entrySet().stream())
                .filter(entry -> entry.getKey().getKey().equals(attribute))
                .mapToLong(entry -> (Long) entry.getValue())
                .sum();
    }

    /** The contexts of each key's changes, in order. */
    private static Map<String, List<String>> contexts(WorkerHarness worker, Resource resource) {
        return worker.read(worker.topics.changes(resource)).stream()
                .collect(Collectors.groupingBy(
                        change -> new String(change.key(), StandardCharsets.UTF_8),
                        TreeMap::new,
                        Collectors.mapping(TracingIT::context, Collectors.toCollection(ArrayList::new))));
    }

    private static String context(ConsumerRecord<byte[], byte[]> change) {
        Header header = change.headers().lastHeader("traceparent");
        return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String ids(int number) {
        return "4bf92f3577b34da6a3ce929d0e0e473" + number + "-00f067aa0ba902b" + number;
    }

    private static String traceparent(int number) {
        return "00-" + ids(number) + "-01";
    }
}
