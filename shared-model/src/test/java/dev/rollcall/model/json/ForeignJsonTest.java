package dev.rollcall.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class ForeignJsonTest {

    private static JsonNode read(String json) {
        return ForeignJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String lists(int count, String inside) {
        return "[".repeat(count) + inside + "]".repeat(count);
    }

    @Test
    void asDeepAsATreeCanBePrintedItIsReadWhole() {
        String deepest = lists(ForeignJson.DEEPEST, "1");
        assertThat(read(deepest).toString()).isEqualTo(deepest);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 501, 4_000, 250_000})
    void whatIsDeeperIsNullAndAllBesideItStays(int more) {
        String deep = lists(ForeignJson.DEEPEST - 2, "'kept',%s,{'n':1.50},'\u00e9'");
        JsonNode read = read("{'a':[" + deep.formatted(lists(more, "{}")) + "],'b':{'n':1.10,'t':'\\u00e9'}}");
        assertThat(read)
                .isEqualTo(read("{'a':[" + deep.formatted("null").replace("{'n':1.50}", "null")
                        + "],'b':{'n':1.10,'t':'\\u00e9'}}"));
        assertThat(read.toString()).contains("\"kept\",null,null,\"\u00e9\"", "1.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "1 2", "nothing"})
    void whatIsNoDocumentIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> read(text.equals("{") ? lists(900, "") + "]" : lists(900, "") + text))
                .isInstanceOf(JacksonException.class);
    }
}
