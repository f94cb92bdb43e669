package dev.rollcall.simulator.world;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.simulator.world.Meaning.DeadLetter;
import dev.rollcall.simulator.world.Meaning.End;
import dev.rollcall.simulator.world.Meaning.Entity;
import dev.rollcall.simulator.world.Meaning.Owners;
import dev.rollcall.simulator.world.Meaning.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What lives now, what time it is, and the events told but not yet read. */
final class History {

    /** Not the clock: a world must be the same whenever it is made. */
    static final long BASE_MILLIS = Instant.parse("2025-01-06T08:00:00Z").toEpochMilli();

    /** Live envelope timestamps are 1 to 22 ms after {@code updated_at} (clerk-events.md, section 4, fact 3). */
    private static final int LONGEST_LAG_MILLIS = 22;

    private static final FieldNames ENVELOPE =
            FieldNames.of("data", "event_attributes", "instance_id", "object", "timestamp", "type");

    final Dice dice;
    final ClerkIds ids;
    final Pool<UserAccount> users = new Pool<>();
    final Pool<Company> companies = new Pool<>();
    final Pool<MembershipSeat> seats = new Pool<>();
    final Pool<PlainObject> objects = new Pool<>();

    private final Deque<WebhookEvent> told = new ArrayDeque<>();
    private final String instanceId;
    private final SendingTime sending;
    private long now;
    private @Nullable Fault fault;

    History(Dice dice, ClerkIds ids, String instanceId, SendingTime sending) {
        this.dice = dice;
        this.ids = ids;
        this.instanceId = instanceId;
        this.sending = sending;
        now = BASE_MILLIS + dice.below(86_400_000);
    }

    WebhookEvent next() {
        return told.remove();
    }

    boolean isToldOut() {
        return told.isEmpty();
    }

    /** What is told from now on is there for this fault; null for what happens anyway. */
    void because(@Nullable Fault reason) {
        fault = reason;
    }

    long now() {
        return now;
    }

    /** Lets time go by; both ends included, in milliseconds. */
    long pass(int shortest, int longest) {
        now += dice.between(shortest, longest);
        return now;
    }

    void state(String resource, String verb, Living object, JsonFields data, Owners owners, int heldBack) {
        state(resource, verb, object, data, owners, heldBack, now + dice.between(1, LONGEST_LAG_MILLIS));
    }

    /** @param eventAt the envelope's timestamp: a tie needs to choose it */
    void state(
            String resource, String verb, Living object, JsonFields data, Owners owners, int heldBack, long eventAt) {
        object.updatedAt = now;
        data.set("updated_at", now);
        String type = resource + "." + verb;
        String messageId = ids.next("msg_", eventAt);
        long sentAt = sending.of(eventAt);
        Version version = new Version(now, sentAt, messageId);
        told.add(new WebhookEvent(
                type,
                messageId,
                body(type, data.toJson(dice), sentAt),
                new State(new Entity(resource, object.id), version, owners),
                heldBack,
                fault));
    }

    /**
     * A state of which no row can take a part: it counts like any other, without that part.
     *
     * @param sent what Clerk sends
     * @param kept the same without that part
     */
    void lossyState(String resource, Living object, JsonFields sent, JsonFields kept) {
        object.updatedAt = now;
        long eventAt = now + dice.between(1, LONGEST_LAG_MILLIS);
        String type = resource + ".updated";
        String messageId = ids.next("msg_", eventAt);
        long sentAt = sending.of(eventAt);
        sent.set("updated_at", now);
        kept.set("updated_at", now);
        told.add(new WebhookEvent(
                type,
                messageId,
                body(type, sent.toJson(dice), sentAt),
                new State(
                        new Entity(resource, object.id),
                        new Version(now, sentAt, messageId),
                        Owners.NONE,
                        envelope(type, kept.toJson(dice), sentAt).toJson(dice)),
                0,
                fault));
    }

    /** @param data what the delete carries: a stub, or the whole object */
    void end(String resource, Living object, String data, Owners owners) {
        long eventAt = now + dice.between(1, LONGEST_LAG_MILLIS);
        String type = resource + ".deleted";
        told.add(new WebhookEvent(
                type,
                ids.next("msg_", eventAt),
                endBody(type, data, eventAt),
                new End(new Entity(resource, object.id), owners),
                0,
                fault));
    }

    void deadLetter(String type, byte[] body, FailureCode code) {
        told.add(new WebhookEvent(type, ids.next("msg_", now), body, new DeadLetter(code), 0, fault));
    }

    /**
     * Names its instance, and keeps the history's time: when an object ended must be the same on whichever day it is sent,
     * since a row that ended never changes again.
     */
    private byte[] endBody(String type, String data, long eventAt) {
        return envelope(type, data, eventAt)
                .plain("instance_id", instanceId)
                .toJson(dice)
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] body(String type, String data, long eventAt) {
        return envelope(type, data, eventAt).toJson(dice).getBytes(StandardCharsets.UTF_8);
    }

    JsonFields envelope(String type, String data, long eventAt) {
        JsonFields envelope = new JsonFields(ENVELOPE)
                .set("data", data)
                .plain("object", "event")
                .set("timestamp", eventAt)
                .plain("type", type);
        if (dice.below(100) > 0) {
            envelope.plain("instance_id", instanceId);
        }
        if (dice.below(20) > 0) {
            envelope.set(
                    "event_attributes",
                    "{\"http_request\":{\"client_ip\":\"" + Vocabulary.address(dice) + "\",\"user_agent\":\""
                            + Vocabulary.agent(dice) + "\"}}");
        }
        return envelope;
    }
}
