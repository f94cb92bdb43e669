package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.answer.Answer;
import java.util.function.Consumer;

/** What is decided from a request's head, before any of its body is read. */
public sealed interface Admission {

    /**
     * The body need not be read.
     *
     * @param answer what to answer instead
     */
    record Refused(Answer answer) implements Admission {}

    /**
     * The body is to be read.
     *
     * @param next takes it when it is complete
     */
    record Admitted(BodyTaker next) implements Admission {}

    /** Takes a complete body. */
    @FunctionalInterface
    interface BodyTaker {

        /**
         * Must not block.
         *
         * @param body the bytes as they came; the taker's own from now on
         * @param answer to be called once, by any thread, now or later
         */
        void take(byte[] body, Consumer<Answer> answer);
    }
}
