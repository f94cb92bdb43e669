package dev.rollcall.worker.operate.deadletters;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a dead letter stands.
 *
 * <pre>
 *               dies       replay                discard, with a reason
 *   (no line)   open
 *   open                   replayed              discarded
 *   replayed               replayed (with all)
 *   discarded              replayed (with all)
 * </pre>
 *
 * A replayed event that fails again is another line, which is open: it stands at another offset.
 */
public enum LetterState {
    OPEN,
    REPLAYED,
    DISCARDED;

    /** As in the column: lower case. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LetterState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
