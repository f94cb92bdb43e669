package dev.rollcall.worker.copy.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is weighed too light is a change event that Kafka refuses; what is weighed too heavy loses columns for nothing. */
class JsonWeightTest {

    /** A number is weighed with a sign and a point, whether it has them or not. */
    private static final int AROUND_NUMBER = 2;

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                           | {}",
                "null                         | null",
                "\"alone\"                    | \"alone\"",
                "{\"a\":\"b\",\"c\":[true,{}]}  | {\"a\": \"b\", \"c\": [true, {}]}",
                "[\"a,b:c\",\"1e9\",\"-7\"]   | [\"a,b:c\", \"1e9\", \"-7\"]",
                "[\"say \\\"x,y\\\"\",\"\\\\\",\"z\"] | [\"say \\\"x,y\\\"\", \"\\\\\", \"z\"]",
                "[\"~\u007f\u0080\u07ff\u0800\uffff\",\"Zoë 😀\"] | [\"~\u007f\u0080\u07ff\u0800\uffff\", \"Zoë 😀\"]"
            })
    void textIsAsLongAsPostgresqlPrintsIt(String written, String printed) {
        assertThat(JsonWeight.of(written)).isEqualTo(bytes(printed));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9, 9",
        "42, 42",
        "1e3, 1000",
        "1E+3, 1000",
        "25e-3, 0025", // a point besides
        "-1e3, 1000", // a sign besides
        "-0.5, 05"
    })
    void aNumberHasTheDigitsOfItsPlainForm(String written, String digits) {
        long weight = bytes(digits) + AROUND_NUMBER;
        assertThat(JsonWeight.of(written)).isEqualTo(weight);
        assertThat(JsonWeight.of("[" + written + "]")).isEqualTo(weight + bytes("[]"));
        assertThat(JsonWeight.of("{\"a\":" + written + ",\"b\":" + written + "}"))
                .isEqualTo(2 * weight + bytes("{\"a\": , \"b\": }"));
    }

    @Test
    void aNumberIsNoLighterThanItIsWritten() {
        assertThat(JsonWeight.of("1e000000000000000000")).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Zoë Ω 😀", " !#[]^~", "plain"})
    void textWithoutEscapesWeighsWhatItHasBetweenQuotes(String text) {
        assertThat(JsonWeight.ofText(text)).isEqualTo(bytes(text) + 2);
    }

    @Test
    void textWithEscapesIsNotWeighedTooLight() {
        assertThat(JsonWeight.ofText("\u0001")).isGreaterThanOrEqualTo(bytes("\"\\u0001\""));
        assertThat(JsonWeight.ofText("\u001f")).isGreaterThanOrEqualTo(bytes("\"\\u001f\""));
        assertThat(JsonWeight.ofText("\"")).isGreaterThanOrEqualTo(bytes("\"\\\"\""));
        assertThat(JsonWeight.ofText("\\")).isGreaterThanOrEqualTo(bytes("\"\\\\\""));
    }
}
