package dev.rollcall.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.event.Losses.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of {@code data}, and the places of what is not. JSON is written with single quotes here. */
class DataReaderTest {

    /** What decides between the kinds of numbers is how long they are; a comparison of trees tells the kinds apart. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "7",
                "-1",
                "2147483647",
                "2147483648",
                "-2147483648",
                "-2147483649",
                "999999999999999999",
                "-999999999999999999",
                "1000000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809",
                "0.10",
                "-1.5e3",
                "true",
                "false",
                "null",
                "'text'",
                "{}",
                "[]",
                "{'a':[1,{'b':null}]}"
            })
    void aValueIsTheNodeThatJacksonMakesOfIt(String value) {
        String data = ("{'a':" + value + "}").replace('\'', '"');
        assertThat(read(data).data())
                .isEqualTo(JsonMapper.builder()
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build()
                        .readTree(data));
    }

    @Test
    void aNumberHasUpToAThousandDigits() {
        String most = "9".repeat(1_000);
        assertKept(most, most);
        assertKept("-" + most, "-" + most);
        assertLost(most + "9");
        assertLost("-" + most + "9");
        assertKept("0." + "1".repeat(999), "0." + "1".repeat(999));
        assertLost("0." + "1".repeat(1_000));
        assertKept("1e999", "1E+999");
        assertLost("1e1000");
    }

    @Test
    void aFewCharactersMoreAreASignAPointAndAnExponent() {
        assertKept("1e" + "0".repeat(1_013) + "5", "1E+5");
        assertLost("1e" + "0".repeat(1_014) + "5");
    }

    @Test
    void digitsThatOnlyAppearInPrintAreCounted() {
        // Seven more than are written, none, and 96 more.
        assertThat(read("{'a':1e9,'b':10.5,'c':[1e99],'d':12345,'e':'1e9'}")
                        .losses()
                        .hiddenDigits())
                .isEqualTo(7 + 96);
        assertThat(read("{'a':10.5}").losses().hiddenDigits()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{'x':'\\u0000'} | x | - | {}",
                "{'x':1,'y':'\\u0000'} | y | - | {'x':1}",
                "{'x':{'a':1},'y':'\\u0000'} | y | - | {'x':{'a':1}}",
                "{'x':{'a':'\\u0000'},'y':1} | x | a | {'x':{},'y':1}",
                "{'x':{'a':{'b':'\\u0000'}}} | x | a | {'x':{'a':{}}}",
                "{'x':{'a':[{'b':'\\u0000'}]}} | x | a | {'x':{'a':[{}]}}",
                "{'x':{'a':['\\u0000']}} | x | a | {'x':{'a':[null]}}",
                "{'x':['\\u0000']} | x | - | {'x':[null]}",
                "{'x':[{'a':1},'\\u0000']} | x | - | {'x':[{'a':1},null]}",
                "{'x':[[{'a':1}],['\\u0000']]} | x | - | {'x':[[{'a':1}],[null]]}",
                "{'x':[{'a':1},{'b':'\\u0000'}]} | x | b | {'x':[{'a':1},{}]}"
            })
    void whatIsLostIsNamedByItsFieldAndTheKeyInIt(String data, String field, @Nullable String part, String kept) {
        Envelope envelope = read(data);
        assertThat(envelope.losses().places()).containsExactly(new Place(field, part));
        assertThat(envelope.losses().twice()).isEmpty();
        assertThat(envelope.losses().isTwice(field, part)).isFalse();
        assertThat(envelope.losses().isEmpty()).isFalse();
        assertThat(envelope.data()).hasToString(kept.replace('\'', '"'));
    }

    @Test
    void ofAKeyThatOccursMoreThanOnceNoValueCountsHoweverManyThereAre() {
        Envelope envelope = read("{'x':{'a':1,'a':2,'b':1,'b':2,'a':3,'b':'\\u0000','c':1},'y':1,'y':1,'z':1}");
        assertThat(envelope.data()).hasToString("{\"x\":{\"c\":1},\"z\":1}");
        assertThat(envelope.losses().twice())
                .containsExactlyInAnyOrder(new Place("x", "a"), new Place("x", "b"), new Place("y", null));
        assertThat(envelope.losses().isTwice("x", "a")).isTrue();
    }

    @Test
    void objectsAreKeptDownToTheDeepestThatAReaderOfTheFeedTakes() {
        Envelope kept = read("{'a':" + objects(EnvelopeReader.DEEPEST - 1) + "}");
        assertThat(kept.losses().isEmpty()).isTrue();
        assertThat(kept.data().toString()).hasSize(("{'a':" + objects(EnvelopeReader.DEEPEST - 1) + "}").length());
        Envelope deeper = read("{'a':" + objects(EnvelopeReader.DEEPEST) + ",'b':1}");
        assertThat(deeper.losses().places()).containsExactly(new Place("a", "a"));
        assertThat(deeper.data().get("b").intValue()).isEqualTo(1);
    }

    private static String objects(int count) {
        return "{'a':".repeat(count - 1) + "{}" + "}".repeat(count - 1);
    }

    private static void assertKept(String number, String kept) {
        Envelope envelope = read("{'a':" + number + "}");
        assertThat(envelope.losses().isEmpty()).isTrue();
        assertThat(envelope.data().get("a")).hasToString(kept);
    }

    private static void assertLost(String number) {
        Envelope envelope = read("{'a':" + number + ",'b':1}");
        assertThat(envelope.losses().places()).containsExactly(new Place("a", null));
        assertThat(envelope.data()).hasToString("{\"b\":1}");
    }

    private static Envelope read(String data) {
        return EnvelopeReader.read(
                ("{\"type\":\"user.updated\",\"data\":" + data.replace('\'', '"') + "}").getBytes(UTF_8));
    }
}
