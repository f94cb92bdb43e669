package dev.rollcall.worker.operate.erase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.Events;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A row that lacked something says so again after its state was made anew for an erasure. */
class LostAgainTest {

    private static final Table USERS = Table.ofResource(Resource.USER);

    private static ObjectNode data(String more) {
        return (ObjectNode) JsonMapper.shared()
                .readTree(("{'id':'user_1','object':'user','updated_at':5" + more + "}").replace('\'', '"'));
    }

    /** What the row lacks that the worker makes of it. */
    private static List<String> incomplete(ObjectNode data) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "events",
                0,
                0,
                new byte[0],
                Events.event("msg_1", "user.updated", 1, "user_1", data.toString())
                        .bytes());
        record.headers()
                .add(EventHeaders.MESSAGE_ID, "msg_1".getBytes(StandardCharsets.UTF_8))
                .add(EventHeaders.RECEIVED_AT, Long.toString(Events.BASE).getBytes(StandardCharsets.UTF_8));
        Decoded.State state =
                (Decoded.State) new RecordDecoder(Set.of(), Clock.systemUTC()).decode(new SourceRecord(record));
        return state.row().incomplete();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "first_name | ``",
                "first_name | ,'first_name':null",
                "public_metadata | ,'public_metadata':{'a':1}",
                "public_metadata | ,'public_metadata':{'lost':1,'lost_':2}",
                "passkeys | ,'passkeys':[{'id':'psk_1'},null,null]",
                "email_addresses | ,'email_addresses':[{'id':'idn_1','email_address':'a@x.y'}]",
                "email_addresses | ,'email_addresses':[]",
                "extra | ,'a_later_field':1",
                "extra | ,'lost':1,'lost_':2"
            })
    void aColumnThatLackedSomethingLacksItAgain(String column, String more) {
        ObjectNode data = data(more);
        assertThat(incomplete(data)).isEmpty();
        ObjectNode before = data.deepCopy();
        LostAgain.in(data, USERS, column);
        assertThat(incomplete(data)).containsExactly(column);
        before.properties().stream()
                .filter(kept -> !kept.getKey().equals(column))
                .forEach(kept -> assertThat(data.get(kept.getKey())).isEqualTo(kept.getValue()));
    }

    @Test
    void whatIsThereStaysThere() {
        ObjectNode data =
                data(",'public_metadata':{'lost':1},'passkeys':[7,null,8],'email_addresses':[{'id':'idn_1'}]");
        for (String column : List.of("public_metadata", "passkeys", "email_addresses")) {
            LostAgain.in(data, USERS, column);
        }
        assertThat(data.get("public_metadata").get("lost").intValue()).isEqualTo(1);
        assertThat(data.get("passkeys").size()).isEqualTo(3);
        assertThat(data.get("passkeys").get(2).intValue()).isEqualTo(8);
        assertThat(data.get("email_addresses").get(0).get("id").stringValue()).isEqualTo("idn_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"passkeys | ,'passkeys':[7,8]", "first_name | ,'first_name':'Zoe'"})
    void whatIsWholeIsLeftAsItIs(String column, String more) {
        ObjectNode data = data(more);
        ObjectNode before = data.deepCopy();
        LostAgain.in(data, USERS, column);
        assertThat(data).isEqualTo(before);
    }
}
