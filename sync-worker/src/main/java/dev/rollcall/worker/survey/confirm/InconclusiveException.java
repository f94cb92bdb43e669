package dev.rollcall.worker.survey.confirm;

/** An answer that says nothing about what was asked: what it was asked for stays unconfirmed. */
final class InconclusiveException extends Exception {

    private static final long serialVersionUID = 1;

    InconclusiveException(String why) {
        super(why, null, false, false);
    }
}
