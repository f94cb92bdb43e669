package dev.rollcall.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.event.EventType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class EventRecordsTest {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final EventRecords records = new EventRecords("clerk.events");

    @Test
    void carriesTheSignedBytesAndWhatSignedThem() {
        byte[] body = {1, 2, 3};
        ProducerRecord<byte[], byte[]> record = records.toRecord(new VerifiedEvent(
                "clerk",
                new Attempt("msg_1", "1614265330", "v1,abc v1,def"),
                "user_1",
                new EventType("user.created"),
                new Arrival(1_614_265_330_123L, TRACEPARENT.getBytes(UTF_8)),
                body));
        assertThat(record.topic()).isEqualTo("clerk.events");
        assertThat(record.partition()).as("left to the hash of the key").isNull();
        assertThat(record.key()).isEqualTo("user_1".getBytes(UTF_8));
        assertThat(record.value()).isSameAs(body);
        Map<String, String> headers = headers(record);
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "traceparent", TRACEPARENT,
                        "webhook-id", "msg_1",
                        "webhook-timestamp", "1614265330",
                        "webhook-signature", "v1,abc v1,def",
                        "rollcall-source", "clerk",
                        "rollcall-event-type", "user.created",
                        "rollcall-origin", "webhook",
                        "rollcall-received-at", "1614265330123"));
    }

    @Test
    void leavesOutATypeThatIsNotKnown() {
        VerifiedEvent event = new VerifiedEvent(
                "clerk",
                new Attempt("msg_1", "1", "v1,a"),
                "msg_1",
                null,
                new Arrival(1, TRACEPARENT.getBytes(UTF_8)),
                new byte[0]);
        assertThat(headers(records.toRecord(event))).doesNotContainKey("rollcall-event-type");
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }
}
