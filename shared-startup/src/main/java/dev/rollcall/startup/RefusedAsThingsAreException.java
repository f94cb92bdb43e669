package dev.rollcall.startup;

/**
 * What was asked for is well written, and cannot be done as things are: no such object, another's roles, a copy of another
 * instance. Beside {@link SettingRefusedException}, whose remedy is to write something else.
 */
public final class RefusedAsThingsAreException extends IllegalArgumentException implements ForOperator {

    private static final long serialVersionUID = 1L;

    /** @param line one, for the operator: what is in the way, and what to do */
    public RefusedAsThingsAreException(String line) {
        super(line);
    }

    /** @param line as above */
    public RefusedAsThingsAreException(String line, Throwable cause) {
        super(line, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
