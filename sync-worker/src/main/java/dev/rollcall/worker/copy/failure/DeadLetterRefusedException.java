package dev.rollcall.worker.copy.failure;

/**
 * The dead-letter topic does not take a dead letter. The record that died is to wait: with a failure of its own it would
 * only die again, under another name.
 */
public final class DeadLetterRefusedException extends RuntimeException {

    public DeadLetterRefusedException(RuntimeException refusal) {
        super(refusal);
    }
}
