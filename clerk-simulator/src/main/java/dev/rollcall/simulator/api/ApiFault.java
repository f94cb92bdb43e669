package dev.rollcall.simulator.api;

/**
 * A way in which the API misbehaves; all of it seen in the field or allowed by the documentation. What is a share is one of
 * a thousand requests, hit by seeded chance; what is a switch is on above 0.
 */
public enum ApiFault {
    /** Share: 500 and 504 with JSON, 502 and 503 with HTML, 408, 409 {@code resource_locked}. */
    UNAVAILABLE,
    /** Share: 200 with nothing. */
    EMPTY_BODY,
    /** Share: 200 with a page of HTML. */
    HTML_BODY,
    /** Share: the connection ends in mid-body. */
    RESET,
    /** Share: no answer at all until the client gives up. */
    HANG,
    /** Share: the body comes in pieces. */
    SLOW_BODY,
    /** Share: 429 although the limit is not reached. */
    REFUSED,
    /** Switch: an endpoint that said 429 with whole seconds says it until they are over. */
    BLOCKED_ENDPOINT,
    /** Share: a page ends early although more follows. */
    SHORT_PAGE,
    /** Switch: every filter means all. */
    IGNORED_FILTERS,
    /** Switch: {@code starting_after} gives the first page again. */
    IGNORED_CURSOR,
    /** Switch: {@code offset} gives the first page again. */
    IGNORED_OFFSET,
    /** Switch: a cursor at a deleted user goes on from where it stood, instead of being refused. */
    CURSOR_OF_ENDED_GOES_ON,
    /** Added to every {@code total_count}; may be negative. */
    COUNT_OFF,
    /** Switch: objects of the same millisecond come in another order at every offset. */
    SHUFFLED_TIES,
    /** How many requests lists are behind: what single reads know already. */
    STALE_LISTS,
    /** Switch: the key's instance is not found, 404 to everything. */
    UNRESOLVABLE_KEY,
    /** Switch: {@code /instance} names another one. */
    OTHER_INSTANCE,
    /** The status that what is off answers instead of its own: 402 or 410. */
    OFF_STATUS,
    /** Milliseconds that an answer takes, on average. */
    LATENCY,
    /** Milliseconds that every thousand rows of an offset add. */
    LATENCY_OF_OFFSETS,
    /** Switch: fields that no description has, and an optional one less. */
    UNKNOWN_FIELDS
}
