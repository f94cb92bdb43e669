package dev.rollcall.worker.operate.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.operate.deadletters.Examination.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code dead-letters show} says of an event: names and types, values only where they were asked for. */
class FieldListTest {

    private static final JsonNode ROW = JsonMapper.shared().readTree("{\"id\":\"user_1\",\"banned\":false}");

    private static byte[] body(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static final byte[] EVENT =
            body("{'type':'user.updated','data':{'id':'user_1','banned':true,'n':7,'o':{},'l':[1,2],'no':null},"
                    + "'timestamp':5}");

    @Test
    void namesAndTypesStandBesideTheRows() {
        assertThat(FieldList.of(EVENT, ROW, false))
                .containsExactly(
                        new Field("type", "string", null),
                        new Field("data.id", "string", "string"),
                        new Field("data.banned", "boolean", "boolean"),
                        new Field("data.n", "number", null),
                        new Field("data.o", "object", null),
                        new Field("data.l", "array of 2", null),
                        new Field("data.no", "null", null),
                        new Field("timestamp", "number", null));
    }

    @Test
    void valuesThatWereAskedForAreShownAndWithoutARowNothingIsBeside() {
        assertThat(FieldList.of(EVENT, ROW, true))
                .contains(
                        new Field("data.id", "\"user_1\"", "\"user_1\""),
                        new Field("data.banned", "true", "false"),
                        new Field("data.l", "[1,2]", null));
        assertThat(FieldList.of(EVENT, null, true)).allMatch(field -> field.row() == null);
    }

    @Test
    void aKeyThatIsNoNameIsNotShownAndNeitherIsASecret() {
        List<Field> fields = FieldList.of(
                body("{'zoe@x.y':1,'data':{'zoe@x.y':2,'secret':'planted','token':'planted'}}"), null, true);
        assertThat(fields)
                .containsExactly(new Field("(not a name)", "1", null), new Field("data.(not a name)", "2", null));
    }

    /** A tree is printed down to 500 containers, and an event is as deep as whoever sent it liked. */
    @Test
    void whatIsDeeperThanCanBePrintedIsNull() {
        for (int depth : List.of(499, 700, 100_000)) {
            List<Field> fields = FieldList.of(
                    body("{'data':{'id':'user_1','token':'planted','m':" + "[".repeat(depth) + "]".repeat(depth)
                            + "}}"),
                    null,
                    true);
            assertThat(fields)
                    .as("%d", depth)
                    .containsExactly(
                            new Field("data.id", "\"user_1\"", null),
                            new Field("data.m", "[".repeat(498) + "null" + "]".repeat(498), null));
        }
    }

    @Test
    void ofABodyThatIsNoEventOnlyItselfCanBeShown() {
        for (String body : List.of("not JSON", "[1]")) {
            assertThat(FieldList.of(body(body), ROW, true)).containsExactly(new Field("(body)", body, null));
            assertThat(FieldList.of(body(body), ROW, false)).isEmpty();
        }
        assertThat(FieldList.of(body("{'other':{'id':1}}"), ROW, false))
                .containsExactly(new Field("other", "object", null));
        assertThat(FieldList.of(body("{'data':[1]}"), ROW, false))
                .containsExactly(new Field("data", "array of 1", null));
        assertThat(FieldList.of(null, ROW, true)).isEmpty();
        assertThat(FieldList.of(new byte[0], ROW, true)).isEmpty();
    }
}
