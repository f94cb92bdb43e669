package dev.rollcall.local.process;

/** A process did not come up; the message is one that a user can act on. */
public final class StartFailedException extends RuntimeException {

    public StartFailedException(String message) {
        super(message);
    }

    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
