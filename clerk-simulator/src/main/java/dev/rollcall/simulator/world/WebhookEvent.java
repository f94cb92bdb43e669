package dev.rollcall.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * One message of the world, not yet signed: signing needs the time of the attempt.
 *
 * <p>A class and not a record, since it holds bytes: they are shared, and nobody changes them.
 */
public final class WebhookEvent {

    private final String type;
    private final String messageId;
    private final byte[] body;
    private final Meaning meaning;
    private final int heldBack;
    private final @Nullable Fault fault;

    WebhookEvent(String type, String messageId, byte[] body, Meaning meaning, int heldBack, @Nullable Fault fault) {
        this.type = type;
        this.messageId = messageId;
        this.body = body;
        this.meaning = meaning;
        this.heldBack = heldBack;
        this.fault = fault;
    }

    /** The envelope's {@code type}; for poison that has none, what it pretends to be. */
    public String type() {
        return type;
    }

    /** {@code svix-id}: {@code msg_} and 27 characters. */
    public String messageId() {
        return messageId;
    }

    /** The exact bytes to sign and send. Not a copy: do not change them. */
    public byte[] body() {
        return body;
    }

    /** What it must do to the tables. */
    public Meaning meaning() {
        return meaning;
    }

    /** How many deliveries must overtake it, 0 for the natural order. */
    public int heldBack() {
        return heldBack;
    }

    /** The fault that it is there for; null for what happens anyway. */
    public @Nullable Fault fault() {
        return fault;
    }

    /** Without the body. */
    @Override
    public String toString() {
        return type + " " + messageId;
    }
}
