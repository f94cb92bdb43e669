package dev.rollcall.model.event;

import java.util.UUID;

/** The message ids of what the command {@code erase} publishes: a row tells by its own that an erasure wrote it. */
public final class ErasureIds {

    private static final String END = "erase_";

    /** Sorts after the ids of all senders and surveys. */
    private static final String BLANKED = "~~erase_";

    private ErasureIds() {}

    /** Of an event that ends an object. */
    public static MessageId newEnd() {
        return new MessageId(END + UUID.randomUUID());
    }

    /**
     * Of a state that blanks values in somebody else's object; a later one sorts after it.
     *
     * @param nowMillis milliseconds since the epoch
     */
    public static MessageId newBlanked(long nowMillis) {
        return new MessageId("%s%013d_%s".formatted(BLANKED, nowMillis, UUID.randomUUID()));
    }

    public static boolean isOfEnd(String messageId) {
        return messageId.startsWith(END);
    }

    public static boolean isOfBlanked(MessageId messageId) {
        return messageId.value().startsWith(BLANKED);
    }
}
