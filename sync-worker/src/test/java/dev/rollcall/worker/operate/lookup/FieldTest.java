package dev.rollcall.worker.operate.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row on an operator's screen: what names a person is not shown unless it was asked for. */
class FieldTest {

    private static final JsonNode ROW = JsonMapper.shared().readTree("""
            {"id": "user_1", "first_name": "Zoë", "created_at": "2026-11-01", "banned": true, "count": 7,
             "public_metadata": {"a": 1}, "passkeys": [1, 2], "username": null, "status": "active"}""");

    @Test
    void whatNamesAPersonIsMaskedWithItsTypeSaid() {
        assertThat(Field.of(ROW, false))
                .containsExactly(
                        new Field("id", "text", "user_1", false),
                        new Field("first_name", "text", null, true),
                        new Field("created_at", "text", "2026-11-01", false),
                        new Field("banned", "yes or no", "true", false),
                        new Field("count", "number", "7", false),
                        new Field("public_metadata", "object", null, true),
                        new Field("passkeys", "list of 2", null, true),
                        new Field("username", "nothing", null, false),
                        new Field("status", "text", "active", false));
    }

    @Test
    void valuesThatWereAskedForAreShown() {
        List<Field> fields = Field.of(ROW, true);
        assertThat(fields).noneMatch(Field::masked);
        assertThat(fields)
                .extracting(Field::value)
                .containsExactly("user_1", "Zoë", "2026-11-01", "true", "7", "{\"a\":1}", "[1,2]", null, "active");
    }

    @Test
    void whatIsPutTogetherIsPersonalAndAbsentWhereThereIsNothing() {
        assertThat(Field.text("name", "", true)).isEmpty();
        assertThat(Field.text("name", "Zoë", false)).contains(new Field("name", "text", null, true));
        assertThat(Field.text("name", "Zoë", true)).contains(new Field("name", "text", "Zoë", false));
    }
}
