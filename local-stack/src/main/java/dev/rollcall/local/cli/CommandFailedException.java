package dev.rollcall.local.cli;

/** A command cannot do what it was asked for; the message is the one line that the user sees. */
final class CommandFailedException extends RuntimeException {

    CommandFailedException(String message) {
        super(message);
    }
}
