package dev.rollcall.gateway.trace;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.model.event.EventType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One verified request on its way. */
public interface RequestTrace {

    /** Returns what takes the answer, which ends the trace's part here, and hands it to {@code answer}. */
    Consumer<Answer> until(Consumer<Answer> answer);

    /**
     * The event is handed to Kafka.
     *
     * @param type null when the body does not tell
     * @return the context that the record carries on, as in the header {@code traceparent}
     */
    byte[] publish(@Nullable EventType type);
}
