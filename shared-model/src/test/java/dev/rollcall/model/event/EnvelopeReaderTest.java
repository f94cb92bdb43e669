package dev.rollcall.model.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {

    private static final String SECRET = "Canarybird";

    @Test
    void readsALiveEvent() {
        Envelope envelope = read("""
                {"data":{"id":"user_1"},"event_attributes":{"x":1},"instance_id":"ins_1","object":"event",\
                "timestamp":1700000000123,"type":"user.created"}""");
        assertThat(envelope.type()).isEqualTo(new EventType("user.created"));
        assertThat(envelope.timestamp()).hasToString("1700000000123");
        assertThat(envelope.live()).isTrue();
        assertThat(envelope.instanceId()).isEqualTo("ins_1");
        assertThat(envelope.data()).hasToString("{\"id\":\"user_1\"}");
    }

    @Test
    void aTimestampInRfc3339IsLive() {
        assertThat(read("{\"data\":{},\"timestamp\":\"2023-11-14T22:13:20.123Z\",\"type\":\"user.created\"}")
                        .live())
                .isTrue();
    }

    @Test
    void readsAnExampleWhoseTimestampIsInSeconds() {
        Envelope envelope = read("{\"data\":{},\"timestamp\":1700000000,\"type\":\"user.created\"}");
        assertThat(envelope.timestamp()).hasToString("1700000000");
        assertThat(envelope.live()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"1970-01-01T00:28:20Z\" | \"1970-01-01T00:28:20Z\"",
                "\"1700000000123\" | \"1700000000123\"",
                "null | null",
                "1700000000123.5 | false",
                "{\"a\":1700000000123} | false",
                "[1700000000123] | false",
                "true | false",
                "99999999999 | 99999999999",
                "17000000001230000000000 | 17000000001230000000000"
            })
    void aTimestampThatIsNoWholeNumberOfMillisecondsIsNotLive(String timestamp, String kept) {
        Envelope envelope = read("{\"type\":\"a.b\",\"timestamp\":" + timestamp + ",\"data\":{\"id\":\"x\"}}");
        assertThat(envelope.timestamp()).hasToString(kept);
        assertThat(envelope.live()).isFalse();
        assertThat(envelope.data()).hasToString("{\"id\":\"x\"}");
    }

    @Test
    void aTimestampOfMoreDigitsThanARowTakesIsNone() {
        String most = "9".repeat(1_000);
        assertThat(read("{\"type\":\"a.b\",\"timestamp\":" + most + ",\"data\":{}}")
                        .timestamp())
                .hasToString(most);
        assertThat(read("{\"type\":\"a.b\",\"timestamp\":" + most + "9,\"data\":{}}")
                        .timestamp())
                .hasToString("false");
    }

    @Test
    void readsAnOldEventWithoutTimestampInstanceAndObject() {
        Envelope envelope = read("{\"data\":{},\"type\":\"user.created\"}");
        assertThat(envelope.timestamp()).isNull();
        assertThat(envelope.live()).isFalse();
        assertThat(envelope.instanceId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void aMissingInstanceCanBeNullOrEmpty(String instance) {
        assertThat(read("{\"data\":{},\"type\":\"a.b\",\"instance_id\":" + instance + "}")
                        .instanceId())
                .isNull();
    }

    @Test
    void numbersKeepTheirExactValue() {
        String numbers = "{\"a\":1e400,\"b\":0.10,\"c\":9007199254740993,\"d\":1.000000000000000000000000000001,\"e\":"
                + "9".repeat(1_000) + "}";
        assertThat(read("{\"type\":\"a.b\",\"data\":" + numbers + "}").data())
                .hasToString(numbers.replace("1e400", "1E+400"));
    }

    @Test
    void anEmptyBodyOrNoneIsEmpty() {
        assertRefused(FailureCode.EMPTY, (byte[]) null);
        assertRefused(FailureCode.EMPTY, new byte[0]);
    }

    @Test
    void whatIsNotUtf8IsRefusedAndNotRepaired() {
        String body = "{\"type\":\"a.b\",\"data\":{\"name\":\"%s\"}}";
        assertRefused(FailureCode.ENCODING, body.formatted("\u00ff").getBytes(ISO_8859_1));
        assertRefused(FailureCode.ENCODING, body.formatted("\u00c0\u00af").getBytes(ISO_8859_1));
        assertRefused(FailureCode.ENCODING, body.formatted("\u00ed\u00a0\u00bd").getBytes(ISO_8859_1));
        assertRefused(FailureCode.ENCODING, body.formatted("x").getBytes(UTF_16));
        assertRefused(FailureCode.ENCODING, ("\u00ff" + body).getBytes(ISO_8859_1));
        assertThat(read(body.formatted("\ufffd")).data().get("name").stringValue())
                .as("the character that stands for what is not UTF-8 is a character too")
                .isEqualTo("\ufffd");
        assertThat(read(body.formatted("ü😀")).data().get("name").stringValue()).isEqualTo("ü😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xml>",
                "{",
                "{} x",
                "{} {}",
                "nothing",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "{\"a\":\"\t\"}",
                "\uFEFF{}",
                "[] []",
                "1 1",
                "[1"
            })
    void whatIsNotOneDocumentIsRefused(String body) {
        assertRefused(FailureCode.JSON, body);
    }

    @Test
    void noOtherEncodingIsGuessedOfCharactersThatAreNoJson() {
        assertRefused(FailureCode.JSON, "\0{\0}");
        assertRefused(FailureCode.JSON, "{\0}\0");
        assertRefused(FailureCode.JSON, "{}\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "[]", "[{\"type\":\"a.b\",\"data\":{}}]", "\"a\"", "1", "1.5", "true", "null"})
    void whatIsNotAnObjectIsRefused(String body) {
        assertRefused(FailureCode.SHAPE, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"a.b\",\"type\":\"a.b\",\"data\":{}}",
                "{\"type\":\"a.b\",\"data\":{},\"data\":{}}",
                "{\"type\":\"a.b\",\"data\":null,\"data\":{}}",
                "{\"type\":\"a.b\",\"data\":{},\"object\":\"event\",\"object\":\"event\"}",
                "{\"type\":\"a.b\",\"data\":{},\"timestamp\":1,\"timestamp\":2}",
                "{\"type\":\"a.b\",\"data\":{},\"instance_id\":\"ins_1\",\"instance_id\":null}",
                "{\"type\":\"a.b\",\"data\":{\"id\":\"Canarybird\",\"\\u0069d\":\"Canarybird\"}}"
            })
    void aKeyThatDecidesAndOccursTwiceIsRefused(String body) {
        assertRefused(FailureCode.DUPLICATE_KEY, body);
    }

    @Test
    void whatIsNotKeptOfTheEnvelopeIsNotJudged() {
        String deep = "[".repeat(250_000) + "]".repeat(250_000);
        String bad = "{\"a\":1,\"a\":[\"\\u0000\\ud800\"],\"" + "k".repeat(60_000) + "\":" + "9".repeat(5_000)
                + ",\"n\":1e99999999999,\"d\":" + deep + "}";
        Envelope envelope =
                read("{\"event_attributes\":" + bad + ",\"x\":1,\"x\":2,\"\\u0000\":3,\"type\":\"a.b\",\"data\":{}}");
        assertThat(envelope.type()).isEqualTo(new EventType("a.b"));
        assertThat(envelope.losses().isEmpty()).isTrue();
    }

    @Test
    void aSyntaxErrorIsOneWhereverItIs() {
        assertRefused(FailureCode.JSON, "{\"x\":{\"a\":[1,}],\"type\":\"a.b\",\"data\":{}}");
        assertRefused(FailureCode.JSON, "{\"type\":\"a.b\",\"data\":{\"a\":" + "[".repeat(100_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | type is missing or not a name",
                "{\"type\":\"a.b\"} | data is missing or not an object",
                "{\"type\":null,\"data\":{}} | type is missing or not a name",
                "{\"type\":1,\"data\":{}} | type is missing or not a name",
                "{\"type\":\"\",\"data\":{}} | type is missing or not a name",
                "{\"type\":\"a b\",\"data\":{}} | type is missing or not a name",
                "{\"type\":\"a.b\",\"data\":null} | data is missing or not an object",
                "{\"type\":\"a.b\",\"data\":[]} | data is missing or not an object",
                "{\"type\":\"a.b\",\"data\":\"Canarybird\"} | data is missing or not an object",
                "{\"type\":\"a.b\",\"data\":{},\"object\":\"user\"} | object is not \"event\"",
                "{\"type\":\"a.b\",\"data\":{},\"object\":1} | object is not \"event\"",
                "{\"type\":\"a.b\",\"data\":{},\"object\":null} | object is not \"event\"",
                "{\"type\":\"a.b\",\"data\":{},\"object\":[]} | object is not \"event\"",
                "{\"type\":\"a.b\",\"data\":{},\"instance_id\":1} | instance_id is not a string",
                "{\"type\":\"a.b\",\"data\":{},\"instance_id\":{}} | instance_id is not a string",
                "{\"type\":\"a.b\",\"data\":{},\"instance_id\":\"Canarybird !\"} | instance_id is not an id"
            })
    void whatIsNoEnvelopeIsRefusedWithTheReason(String body, String reason) {
        assertThat(assertRefused(FailureCode.SCHEMA, body)).isEqualTo(reason);
    }

    private static Envelope read(String body) {
        return EnvelopeReader.read(body.getBytes(UTF_8));
    }

    private static String assertRefused(FailureCode code, String body) {
        return assertRefused(code, body.getBytes(UTF_8));
    }

    private static String assertRefused(FailureCode code, byte @Nullable [] body) {
        String[] reason = new String[1];
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> EnvelopeReader.read(body))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.reason()).isNotEmpty().doesNotContain(SECRET);
                    assertThat(refused).hasNoCause();
                    reason[0] = refused.reason();
                });
        return reason[0];
    }
}
