package dev.rollcall.model.failure;

/** A record whose content cannot be understood. Its message is short and holds no data of the record. */
public final class NotUnderstoodException extends RuntimeException {

    private final FailureCode code;

    public NotUnderstoodException(FailureCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
