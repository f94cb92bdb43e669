package dev.rollcall.gateway.verify;

/** Which secret of a source signed a request, if any. */
public enum SignatureVerdict {
    /** The secret that is listed first. */
    CURRENT,
    /** Any other secret that is still listed; once this no longer occurs, it can be removed. */
    PREVIOUS,
    /** None of them. */
    NO_MATCH
}
