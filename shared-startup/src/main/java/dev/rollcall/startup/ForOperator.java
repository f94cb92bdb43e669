package dev.rollcall.startup;

/** A failure whose message is one line for the operator: what is wrong and what to do. It needs no stack trace. */
public interface ForOperator {

    /** The line; nothing secret is in it. */
    String getMessage();
}
