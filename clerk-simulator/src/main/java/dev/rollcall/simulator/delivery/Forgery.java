package dev.rollcall.simulator.delivery;

/** Ways to be badly signed. Each must be answered with 401: the headers are there and well-formed. */
public enum Forgery {
    /** Another endpoint's secret. */
    WRONG_SECRET,
    /** A genuine signature, but the body was changed after it. */
    CHANGED_BODY,
    /** A genuine signature of another message. */
    OTHER_MESSAGE,
    /** Correctly signed ten minutes ago. */
    TOO_OLD,
    /** Correctly signed for ten minutes from now. */
    TOO_NEW,
    /** The right bytes under a version that does not exist. */
    OTHER_VERSION,
    /** The right version, and nothing after it. */
    EMPTY;

    private static final Forgery[] ALL = values();

    /** In turn, so that a short run has them all. */
    static Forgery ofCount(long count) {
        return ALL[(int) (count % ALL.length)];
    }
}
