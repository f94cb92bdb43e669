package dev.rollcall.gateway.publish;

/**
 * How an event came to be here.
 *
 * @param receivedAt when its request had been read, milliseconds since the epoch
 * @param traceparent the W3C context of its request
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Arrival(long receivedAt, byte[] traceparent) {}
