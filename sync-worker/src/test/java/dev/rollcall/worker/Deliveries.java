package dev.rollcall.worker;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.resolve.BatchResolver;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as the gateway writes them, and what the first steps make of them, without servers. */
public final class Deliveries {

    private static final RecordDecoder DECODER = new RecordDecoder(Set.of(), Clock.systemUTC());

    private Deliveries() {}

    public static SourceRecord record(Events.Event event, int partition, long offset) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, event.messageId().getBytes(StandardCharsets.UTF_8));
        return new SourceRecord(new ConsumerRecord<>(
                "events",
                partition,
                offset,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                0,
                0,
                event.key().getBytes(StandardCharsets.UTF_8),
                event.bytes(),
                headers,
                Optional.empty()));
    }

    /** Of one partition, from offset 0 on. */
    public static List<Decoded> decoded(List<Events.Event> events) {
        List<Decoded> decoded = new ArrayList<>();
        for (Events.Event event : events) {
            decoded.add(DECODER.decode(record(event, 0, decoded.size())));
        }
        return decoded;
    }

    public static Resolution resolved(List<Events.Event> events) {
        return BatchResolver.resolve(decoded(events));
    }
}
