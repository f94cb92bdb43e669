package dev.rollcall.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON is written with single quotes here. */
class JsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'b':[1,{'c':2}]} | {'b':[1.0,{'c':2}],'a':1}",
                "1.50 | 1.5",
                "1e2 | 100",
                "[] | []",
                "null | null",
                "'a' | 'a'"
            })
    void whatMeansTheSameIsEqual(String one, String other) {
        assertThat(Json.isEqual(Json.read(quoted(one)), Json.read(quoted(other))))
                .isTrue();
        assertThat(Json.isEqual(Json.read(quoted(other)), Json.read(quoted(one))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 2",
                "1 | '1'",
                "{} | []",
                "{'a':1} | {}",
                "{'a':1} | {'a':1,'b':1}",
                "{'a':1} | {'b':1}",
                "{'a':null} | {'b':null}",
                "{'a':[1]} | {'a':[2]}",
                "[1] | [1,2]",
                "[1,2] | [2,1]",
                "[1] | 1",
                "{'a':1} | 1",
                "null | false"
            })
    void whatMeansSomethingElseIsNot(String one, String other) {
        assertThat(Json.isEqual(Json.read(quoted(one)), Json.read(quoted(other))))
                .isFalse();
        assertThat(Json.isEqual(Json.read(quoted(other)), Json.read(quoted(one))))
                .isFalse();
    }

    @Test
    void aFieldIsLeftOutAtEveryDepth() {
        assertThat(Json.without("x", Json.read(quoted("{'x':1,'a':[{'x':{},'b':[[{'x':2,'c':3}]]},'x']}"))))
                .hasToString(quoted("{'a':[{'b':[[{'c':3}]]},'x']}"));
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
