package dev.rollcall.worker.copy.failure;

/**
 * The dead-letter topic does not take a dead letter. The rejected record has to wait: rejecting it for this failure
 * would only fail again.
 */
public final class DeadLetterRefusedException extends RuntimeException {

    public DeadLetterRefusedException(RuntimeException refusal) {
        super(refusal);
    }
}
