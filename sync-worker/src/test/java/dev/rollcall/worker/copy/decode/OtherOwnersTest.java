package dev.rollcall.worker.copy.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OtherOwnersTest {

    private static String owners(String id, String data) {
        return OtherOwners.of(id, (ObjectNode) new JsonMapper().readTree(data)).joined();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "x_1; {\"user_id\":\"user_1\"}; user_1",
                "x_1; {\"public_user_data\":{\"user_id\":\"user_1\"}}; user_1",
                "x_1; {\"user_id\":\"user_1\",\"public_user_data\":{\"user_id\":\"user_2\"}}; user_1",
                "x_1; {\"user_id\":null,\"public_user_data\":{\"user_id\":\"user_2\"}}; user_2",
                "x_1; {\"user_id\":\"\",\"public_user_data\":{\"user_id\":\"user_2\"}}; user_2",
                "x_1; {\"organization_id\":\"org_1\",\"organization\":{\"id\":\"org_2\"}}; org_1",
                "x_1; {\"organization\":{\"id\":\"org_2\"},\"user_id\":\"user_1\"}; org_2,user_1",
                "user_1; {\"rank\":3}; user_1",
                "org_1; {\"user_id\":\"user_1\"}; org_1,user_1",
            })
    void fixedNamesAtTheTopSayWhoseItIs(String id, String data, String owners) {
        assertThat(owners(id, data)).isEqualTo(owners);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"members\":[{\"user_id\":\"user_1\"}]}",
                "{\"approved_by\":\"user_1\",\"owner_id\":\"user_1\",\"userId\":\"user_1\"}",
                "{\"user\":{\"id\":\"user_1\"},\"payer\":{\"user_id\":\"user_1\",\"organization_id\":\"org_1\"}}",
                "{\"note\":\"user_1 and zoe@x.y\",\"email_address\":\"zoe@x.y\"}",
                "{\"user_id\":\"org_1\",\"organization_id\":\"user_1\"}",
                "{\"user_id\":[\"user_1\"],\"organization_id\":{\"id\":\"org_1\"},\"organization\":\"org_1\"}",
                "{\"public_user_data\":[{\"user_id\":\"user_1\"}],\"user_id\":7}",
                "{\"user_id\":\"user_1 or so\"}",
                "{\"data\":{\"user_id\":\"user_1\"},\"user_metadata\":{\"organization_id\":\"org_1\"}}"
            })
    void nothingElseDoes(String data) {
        assertThat(owners("x_1", data)).isEmpty();
    }
}
