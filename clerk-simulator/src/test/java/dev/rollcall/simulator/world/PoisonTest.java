package dev.rollcall.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.model.clerk.ClerkObjectReader;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.Envelope;
import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.simulator.world.Meaning.DeadLetter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Poison must be refused for the reason that it was made for, and nothing else may be refused. */
class PoisonTest {

    private static final long RECEIVED_AT = 1_763_700_000_000L;

    private static final List<WebhookEvent> EVENTS = World.of(
                    WorldSettings.of(11, 12_000).withFaults(Fault.parse("all")))
            .events()
            .toList();

    @Test
    void everyPoisonHasExactlyTheFlawThatItSays() {
        Set<FailureCode> seen = EnumSet.noneOf(FailureCode.class);
        EVENTS.forEach(event -> {
            if (event.meaning() instanceof DeadLetter deadLetter) {
                NotUnderstoodException refusal =
                        catchThrowableOfType(NotUnderstoodException.class, () -> understand(event));
                assertThat(refusal).as(event.toString()).isNotNull();
                assertThat(refusal.code()).as(event.toString()).isEqualTo(deadLetter.code());
                seen.add(deadLetter.code());
            }
        });
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        FailureCode.EMPTY,
                        FailureCode.ENCODING,
                        FailureCode.JSON,
                        FailureCode.SHAPE,
                        FailureCode.DUPLICATE_KEY,
                        FailureCode.SCHEMA,
                        FailureCode.VERSION);
    }

    @Test
    void everythingElseIsUnderstood() {
        EVENTS.stream()
                .filter(event -> !(event.meaning() instanceof DeadLetter))
                .forEach(event -> assertThatCode(() -> understand(event))
                        .as(event.toString())
                        .doesNotThrowAnyException());
    }

    private static void understand(WebhookEvent event) {
        Envelope envelope = EnvelopeReader.read(event.body());
        boolean end = envelope.type().isDelete();
        EventTimes.versionOf(
                envelope,
                new MessageId(event.messageId()),
                RECEIVED_AT,
                end ? EventTimes.Unreadable.ABSENT : EventTimes.Unreadable.REFUSED);
        Resource resource = Resource.of(envelope.type());
        if (resource != null && end) {
            ClerkObjectReader.requireId(resource, envelope.data());
        } else if (resource != null) {
            ClerkObjectReader.read(resource, envelope.data(), envelope.losses());
            ClerkObjectReader.requireDecided(resource, envelope.losses());
        } else if (Resource.ofEventName(envelope.type().resource()) != null
                && envelope.data().path("deleted").asBoolean(false)) {
            throw new NotUnderstoodException(FailureCode.SCHEMA, "deleted, under another verb");
        }
    }
}
