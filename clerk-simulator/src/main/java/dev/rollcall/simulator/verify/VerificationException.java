package dev.rollcall.simulator.verify;

/** The database or Kafka could not be read, so nothing can be said. The message says what to do. */
public final class VerificationException extends RuntimeException {

    public VerificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
