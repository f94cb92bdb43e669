package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.event.MessageId;
import java.util.Locale;

/**
 * Names a run. Of fixed width and ascending, and behind {@code ~}, which sorts after every message id of Svix: what a run
 * publishes beats exactly the rows that it was compared with, and a page that is read twice gives the same version.
 *
 * @param number 1 and more, rising from run to run
 */
public record RunId(long number) {

    public RunId {
        if (number < 1) {
            throw new IllegalArgumentException("runs count from 1");
        }
    }

    /** Of every record that the run publishes. */
    public MessageId messageId() {
        return new MessageId(String.format(Locale.ROOT, "~%019d", number));
    }
}
