package dev.rollcall.gateway;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.identify.EventIdentifier;
import dev.rollcall.gateway.identify.EventIdentity;
import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.publish.Attempt;
import dev.rollcall.gateway.publish.EventPublisher;
import dev.rollcall.gateway.publish.VerifiedEvent;
import dev.rollcall.gateway.receive.Admission;
import dev.rollcall.gateway.receive.Reception;
import dev.rollcall.gateway.receive.RequestHead;
import dev.rollcall.gateway.verify.HeaderReading;
import dev.rollcall.gateway.verify.SignatureHeaders;
import dev.rollcall.gateway.verify.SignatureVerdict;
import dev.rollcall.gateway.verify.Source;
import dev.rollcall.gateway.verify.Sources;
import dev.rollcall.gateway.verify.TimestampWindow;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The whole way of a webhook, in the order of the work: what costs least and refuses most comes first, and nothing is
 * parsed before it is verified. The only class that knows all the steps.
 */
final class IngestPipeline implements Reception {

    private final Sources sources;
    private final TimestampWindow window;
    private final EventIdentifier identifier;
    private final EventPublisher publisher;
    private final IngestMetrics metrics;
    private final Clock clock;

    IngestPipeline(
            Verification verification, EventIdentifier identifier, EventPublisher publisher, IngestMetrics metrics) {
        this.sources = verification.sources();
        this.window = verification.window();
        this.clock = verification.clock();
        this.identifier = identifier;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** What decides whether a request is genuine. */
    record Verification(Sources sources, TimestampWindow window, Clock clock) {}

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
                Source source = sources.find(head.source());
                yield new Admission.Admitted((body, answer) -> verify(source, headers, body, answer));
            }
        };
    }

    private void verify(Source source, SignatureHeaders headers, byte[] body, Consumer<Answer> answer) {
        SignatureVerdict verdict = source.verify(headers, body);
        if (verdict == SignatureVerdict.NO_MATCH) {
            answer.accept(sources.isKnown(source) ? Answer.NO_MATCHING_SIGNATURE : Answer.UNKNOWN_SOURCE);
            return;
        }
        long receivedAt = clock.millis();
        EventIdentity identified = identifier.identify(body);
        // Our own heartbeat is no sign of life of Clerk.
        if (!EventType.HEARTBEAT.equals(identified.type())) {
            metrics.verified(
                    source.name().value(),
                    label(verdict),
                    body.length,
                    Long.parseLong(headers.timestamp()) * 1000,
                    receivedAt);
        }
        switch (identified) {
            case EventIdentity.Excluded excluded -> answer.accept(Answer.EXCLUDED_TYPE);
            case EventIdentity.Stored identity ->
                publisher.publish(event(source, headers, identity, receivedAt, body), answer);
        }
    }

    private static VerifiedEvent event(
            Source source, SignatureHeaders headers, EventIdentity.Stored identity, long receivedAt, byte[] body) {
        EntityId entity = identity.entity();
        String messageId = headers.messageId().value();
        return new VerifiedEvent(
                source.name().value(),
                new Attempt(messageId, headers.timestamp(), headers.signature()),
                entity == null ? messageId : entity.value(),
                identity.type(),
                receivedAt,
                body);
    }

    /** As in the metrics' label {@code secret}. */
    static String label(SignatureVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
