package dev.rollcall.gateway;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.identify.EventIdentifier;
import dev.rollcall.gateway.identify.EventIdentity;
import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.publish.Arrival;
import dev.rollcall.gateway.publish.Attempt;
import dev.rollcall.gateway.publish.EventPublisher;
import dev.rollcall.gateway.publish.VerifiedEvent;
import dev.rollcall.gateway.receive.Admission;
import dev.rollcall.gateway.receive.Reception;
import dev.rollcall.gateway.receive.RequestHead;
import dev.rollcall.gateway.trace.RequestTrace;
import dev.rollcall.gateway.trace.RequestTraces;
import dev.rollcall.gateway.verify.HeaderReading;
import dev.rollcall.gateway.verify.SignatureHeaders;
import dev.rollcall.gateway.verify.SignatureVerdict;
import dev.rollcall.gateway.verify.Source;
import dev.rollcall.gateway.verify.Sources;
import dev.rollcall.gateway.verify.TimestampWindow;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole way of a webhook, in the order of the work: what costs least and refuses most comes first, and nothing is
 * parsed before it is verified. The only class that knows all the steps.
 */
final class IngestPipeline implements Reception {

    private static final Logger LOG = LoggerFactory.getLogger(IngestPipeline.class);

    private final Sources sources;
    private final TimestampWindow window;
    private final EventIdentifier identifier;
    private final EventPublisher publisher;
    private final IngestMetrics metrics;
    private final RequestTraces traces;
    private final Clock clock;

    IngestPipeline(
            Verification verification,
            EventIdentifier identifier,
            EventPublisher publisher,
            IngestMetrics metrics,
            RequestTraces traces) {
        this.sources = verification.sources();
        this.window = verification.window();
        this.clock = verification.clock();
        this.identifier = identifier;
        this.publisher = publisher;
        this.metrics = metrics;
        this.traces = traces;
    }

    /** What decides whether a request is genuine. */
    record Verification(Sources sources, TimestampWindow window, Clock clock) {}

    /** A request whose body is to be read. */
    private record Request(RequestHead head, SignatureHeaders headers, Source source, Instant since) {}

    @Override
    public Admission admit(RequestHead head) {
        return switch (SignatureHeaders.read(head.headers())) {
            case HeaderReading.Refused refused -> new Admission.Refused(refused.answer());
            case SignatureHeaders headers -> admit(head, headers);
        };
    }

    private Admission admit(RequestHead head, SignatureHeaders headers) {
        Answer refusal = head.refusalOfBody();
        if (refusal != null) {
            return new Admission.Refused(refusal);
        }
        return switch (window.locate(headers)) {
            case TOO_OLD -> new Admission.Refused(Answer.TIMESTAMP_OLD);
            case TOO_NEW -> new Admission.Refused(Answer.TIMESTAMP_NEW);
            case INSIDE -> {
                Request request = new Request(head, headers, sources.find(head.source()), clock.instant());
                yield new Admission.Admitted((body, answer) -> verify(request, body, answer));
            }
        };
    }

    private void verify(Request request, byte[] body, Consumer<Answer> answer) {
        Source source = request.source();
        SignatureHeaders headers = request.headers();
        SignatureVerdict verdict = source.verify(headers, body);
        if (verdict == SignatureVerdict.NO_MATCH) {
            answer.accept(sources.isKnown(source) ? Answer.NO_MATCHING_SIGNATURE : Answer.UNKNOWN_SOURCE);
            return;
        }
        long receivedAt = clock.millis();
        EventIdentity identified = identifier.identify(body);
        // Our own heartbeat says nothing about whether Clerk is alive.
        if (!EventType.HEARTBEAT.equals(identified.type())) {
            metrics.verified(
                    source.name().value(),
                    label(verdict),
                    body.length,
                    Long.parseLong(headers.timestamp()) * 1000,
                    receivedAt);
        }
        RequestTrace trace = traces.verified(
                source.name().value(), headers.messageId().value(), request.since(), request.head()::values);
        Consumer<Answer> traced = journaled(headers, identified, trace.until(answer));
        switch (identified) {
            case EventIdentity.Excluded excluded -> traced.accept(Answer.EXCLUDED_TYPE);
            case EventIdentity.ExcludedByShape excluded -> traced.accept(Answer.SHAPE);
            case EventIdentity.Stored identity -> {
                Arrival arrival = new Arrival(receivedAt, trace.publish(identity.type()));
                publisher.publish(event(request, identity, arrival, body), traced);
            }
        }
    }

    /** Only when somebody asks for it: it is a line for each event. */
    private static Consumer<Answer> journaled(
            SignatureHeaders headers, EventIdentity identified, Consumer<Answer> answer) {
        if (!LOG.isDebugEnabled()) {
            return answer;
        }
        return given -> {
            LOG.atDebug()
                    .addKeyValue("message_id", headers.messageId().value())
                    .addKeyValue("event_type", String.valueOf(identified.type()))
                    .addKeyValue("outcome", given.reason())
                    .log("a verified request was answered: {}", given.reason());
            answer.accept(given);
        };
    }

    private static VerifiedEvent event(Request request, EventIdentity.Stored identity, Arrival arrival, byte[] body) {
        SignatureHeaders headers = request.headers();
        EntityId entity = identity.entity();
        String messageId = headers.messageId().value();
        return new VerifiedEvent(
                request.source().name().value(),
                new Attempt(messageId, headers.timestamp(), headers.signature()),
                entity == null ? messageId : entity.value(),
                identity.type(),
                arrival,
                body);
    }

    /** As in the metrics' label {@code secret}. */
    static String label(SignatureVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
