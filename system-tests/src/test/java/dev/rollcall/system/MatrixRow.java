package dev.rollcall.system;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the bad-input matrix (reliability.md 4.6).
 *
 * @param id B1 to B60; several rows may share one
 * @param what is sent
 */
record MatrixRow(String id, String what, Input input, Expected expected) {

    @Override
    public String toString() {
        return id + " " + what;
    }

    /** How it comes in. */
    sealed interface Input {

        /**
         * Over HTTP, one after the other.
         *
         * @param status of every answer
         * @param slow whether the answer comes only when a deadline has passed
         */
        record Http(List<RawRequest> requests, int status, boolean slow) implements Input {}

        /** As raw bytes, which need not be a request. */
        record Bytes(byte[] bytes, List<Integer> statuses, boolean slow) implements Input {}

        /** Into the topic {@code clerk.events}, past the gateway. */
        record Record(byte @Nullable [] key, byte @Nullable [] value, Map<String, byte[]> headers) implements Input {}

        /** Not at all. */
        record None() implements Input {}
    }

    /** What must have become of it in the end. */
    sealed interface Expected {

        /** Nothing is stored, of what was sent last. */
        record Nothing() implements Expected {}

        /** Acknowledged, counted as excluded and not stored. */
        record Excluded() implements Expected {}

        /** Each record is a dead letter with that code. */
        record DeadLetter(String code) implements Expected {}

        /** The query gives that one value. */
        record Row(String query, String value) implements Expected {}

        /** Shown by another test, or not to be had here, for that reason. */
        record Elsewhere(String where) implements Expected {}
    }
}
