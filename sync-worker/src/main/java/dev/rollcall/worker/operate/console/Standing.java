package dev.rollcall.worker.operate.console;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.rollcall.worker.copy.consume.LoopState;
import java.util.List;
import java.util.Locale;

/** Whether the copy is alive, in one word and a sentence. The worst of what holds. */
public record Standing(Word word, String sentence) {

    /** As promised: 99 % of all events within 5 s. */
    private static final double LATE_SECONDS = 5;

    /** From best to worst. */
    public enum Word {
        /** It has caught up. */
        LIVE,
        /** Nothing has ever come: there is nothing to have caught up with. */
        EMPTY,
        /** It works, and is late. */
        BEHIND,
        /** It has no partitions yet. */
        JOINING,
        /** A loop, or a partition, waits after a failure. */
        WAITING,
        /** A loop has not asked Kafka for long. */
        STUCK,
        /** A loop has ended. */
        ENDED;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param empty whether no event but the gateways' heartbeats has ever been stored or applied
     * @param deadLetters how many are open
     */
    static Standing of(List<LoopState> loops, double lagSeconds, boolean empty, long deadLetters) {
        if (loops.stream().anyMatch(LoopState::hasEnded)) {
            return new Standing(Word.ENDED, "A loop has ended; the worker's log says why.");
        }
        if (loops.stream().anyMatch(LoopState::isStuck)) {
            return new Standing(Word.STUCK, "A loop has shown no sign of life for half a minute.");
        }
        if (loops.stream().anyMatch(LoopState::isPaused)) {
            return new Standing(
                    Word.WAITING,
                    "Waits after a failure and tries again by itself. Nothing is lost: events stay in Kafka.");
        }
        if (loops.stream().noneMatch(LoopState::hasJoined)) {
            return new Standing(Word.JOINING, "Has no partitions: it waits for Kafka, or other workers have them all.");
        }
        if (lagSeconds > LATE_SECONDS) {
            return new Standing(Word.BEHIND, "Works through events that came faster than they can be applied.");
        }
        if (empty) {
            return new Standing(
                    Word.EMPTY,
                    "Nothing has come from Clerk yet. The three steps below bring its first event here; this page says when it"
                            + " has come.");
        }
        return new Standing(
                Word.LIVE,
                deadLetters == 0
                        ? "What Clerk announced is in PostgreSQL."
                        : "What Clerk announced is in PostgreSQL, but for what is in the dead letters.");
    }
}
