package dev.rollcall.worker.survey.api;

/** An answer that is not what was asked for. The message is one line without personal data and without the key. */
public final class ApiException extends Exception {

    private static final long serialVersionUID = 1;

    /** What it means for a survey. */
    public enum Kind {
        /** 401: no request will ever succeed. */
        KEY_REFUSED,
        /** 402, 403, 410, or what a feature that is off says: this table cannot be surveyed. */
        UNAVAILABLE,
        /** 404 with Clerk's own code: an object, a feature or the whole instance is not there. Proof of nothing by itself. */
        NOT_FOUND,
        /** It was asked again as often as is sensible: the run ends and can be continued. */
        EXHAUSTED,
        /** The second 429 within a minute: the application needs its budget. */
        CROWDED,
        /** 200 with something that cannot be an answer, or a 4xx that says that the question was wrong. */
        MALFORMED
    }

    private final Kind kind;

    public ApiException(Kind kind, String line) {
        super(line, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
