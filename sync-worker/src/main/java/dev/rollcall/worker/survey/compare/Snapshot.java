package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;

/**
 * A record to publish into {@code clerk.events}: its key is the object's id.
 *
 * @param type also the header's
 * @param messageId also the header's
 * @param envelope not copied
 */
@SuppressWarnings("ArrayRecordComponent") // made once, sent once
public record Snapshot(String id, EventType type, MessageId messageId, byte[] envelope) {}
