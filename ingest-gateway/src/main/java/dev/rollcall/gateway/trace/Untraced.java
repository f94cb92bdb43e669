package dev.rollcall.gateway.trace;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.topic.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Exports nothing. Records still carry a context, so that later spans can join its trace. */
record Untraced() implements RequestTraces, RequestTrace {

    @Override
    public RequestTrace verified(
            String source, String messageId, Instant since, Function<String, List<String>> headers) {
        return this;
    }

    @Override
    public Consumer<Answer> until(Consumer<Answer> answer) {
        return answer;
    }

    @Override
    public byte[] publish(@Nullable EventType type) {
        return TraceParent.newRoot();
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
