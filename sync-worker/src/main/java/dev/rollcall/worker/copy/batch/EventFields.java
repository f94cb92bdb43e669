package dev.rollcall.worker.copy.batch;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.TraceParent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The fields of a log line about an event: {@code topic}, {@code partition}, {@code offset}, and {@code message_id} and
 * {@code trace_id} where it has them. Members of their own in structured logs; a line in a terminal does not show them.
 */
public final class EventFields {

    private EventFields() {}

    /** Adds them. */
    public static LoggingEventBuilder of(SourceRecord record, LoggingEventBuilder line) {
        LoggingEventBuilder fields = line.addKeyValue("topic", record.record().topic())
                .addKeyValue("partition", record.record().partition())
                .addKeyValue("offset", record.offset());
        String messageId = messageIdOf(record);
        if (messageId != null) {
            fields = fields.addKeyValue("message_id", messageId);
        }
        String traceId = TraceParent.traceId(record.header(EventHeaders.TRACEPARENT));
        return traceId == null ? fields : fields.addKeyValue("trace_id", traceId);
    }

    /**
     * From a foreign producer it could be anything, even an address; the gateway takes letters, digits, '_' and '-'
     * only.
     */
    private static @Nullable String messageIdOf(SourceRecord record) {
        byte[] header = record.header(EventHeaders.MESSAGE_ID);
        String id = header == null ? "" : new String(header, StandardCharsets.UTF_8);
        return EntityId.isValid(id) ? id : null;
    }
}
