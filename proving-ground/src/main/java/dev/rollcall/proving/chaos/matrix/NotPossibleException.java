package dev.rollcall.proving.chaos.matrix;

/** This host cannot inject the fault; the message says why, for the report. */
public final class NotPossibleException extends RuntimeException {

    public NotPossibleException(String reason) {
        super(reason);
    }
}
