package dev.rollcall.worker.survey.compare;

/** How a column takes part in a survey. */
enum ColumnKind {
    /** Compared and published. All that {@link ColumnRule} does not list. */
    COMPARED,
    /** Known by webhooks alone: never compared, and carried over from the row when it is published. */
    WEBHOOK_ONLY,
    /** Known by the API alone: never compared, and left out when it is published, since the next webhook would take it away. */
    API_ONLY,
    /** Moves without a write of the object: never compared, published as it comes. */
    VOLATILE,
    /** Moves at every sign-in: compared, but nothing that a copy has to be mended for. */
    ACTIVITY
}
