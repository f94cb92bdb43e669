package dev.rollcall.worker.copy.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.Events;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What must not be kept is in no column of any table: nothing else reads an event after this step. */
class KeptContentTest {

    private static final String PLANTED = "planted";
    private static final JsonMapper JSON = new JsonMapper();

    private static Decoded.State decoded(Set<String> leftOut, String type, ObjectNode data) {
        Events.Event event = Events.event("m1", type, 1, "key", data.toString());
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.MESSAGE_ID, "m1".getBytes(StandardCharsets.UTF_8));
        return (Decoded.State) new RecordDecoder(leftOut, Clock.systemUTC())
                .decode(new SourceRecord(new ConsumerRecord<>(
                        "events",
                        0,
                        0,
                        System.currentTimeMillis(),
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        new byte[0],
                        event.bytes(),
                        headers,
                        Optional.empty())));
    }

    /** Every value of the row and of its child rows. */
    private static String everything(Decoded.State state) {
        List<Object> values = new ArrayList<>();
        Table table = state.table();
        for (int column = 0; column < table.columns().size(); column++) {
            values.add(state.row().value(column));
        }
        for (int child = 0; child < table.children().size(); child++) {
            for (Row row : state.row().children(child)) {
                for (int column = 0;
                        column < table.children().get(child).columns().size();
                        column++) {
                    values.add(row.value(column));
                }
            }
        }
        return values.toString();
    }

    private static void plantEverywhere(JsonNode node, String name) {
        for (JsonNode child : List.copyOf(node.values())) {
            plantEverywhere(child, name);
        }
        if (node instanceof ObjectNode object) {
            object.put(name, PLANTED);
        }
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void privateMetadataThatIsLeftOutIsInNoColumnOfAnyTable(Resource resource) {
        for (String name : List.of("private_metadata", "privateMetadata")) {
            ObjectNode data = (ObjectNode) Events.fixture(resource).get("data");
            plantEverywhere(data, name);
            data.set("a_later_field", JSON.readTree("{\"deep\":[{\"" + name + "\":{\"a\":\"planted\"}}]}"));
            String type = resource.eventName() + ".updated";
            assertThat(everything(decoded(Set.of("private_metadata"), type, data)))
                    .doesNotContain(PLANTED);
            assertThat(everything(decoded(Set.of(), type, data))).contains(PLANTED);
        }
    }

    @Test
    void norInAnObjectWithoutATable() {
        ObjectNode data = (ObjectNode) JSON.readTree("""
                {"id":"psk_1","private_metadata":"planted","of":[{"public_metadata":{"private_metadata":"planted"}}]}
                """);
        assertThat(everything(decoded(Set.of("private_metadata"), "passkey.created", data)))
                .doesNotContain(PLANTED)
                .contains("public_metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "token", "ticket", "session_token", "accessToken", "backup_codes", "url", "URL"})
    void aSecretOfAnObjectWithoutATableIsNotKept(String name) {
        ObjectNode data = (ObjectNode) JSON.readTree("""
                {"id":"ak_1","name":"kept","list":[{"a":[{"b":1}]}],"user":{"id":"user_1"}}
                """);
        plantEverywhere(data, name);
        assertThat(everything(decoded(Set.of(), "apiKey.created", data)))
                .doesNotContain(PLANTED)
                .contains("kept");
    }
}
