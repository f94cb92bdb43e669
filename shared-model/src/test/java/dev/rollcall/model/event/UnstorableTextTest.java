package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class UnstorableTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"a\\u0001\\uffff\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud83d\\ude00\\ud83d\\ude00\"",
                "{\"\\ud83d\\ude00\":[1,true,null,\"x\"]}"
            })
    void whatPostgresCanHoldIsLeftAlone(String json) {
        assertThatCode(() -> UnstorableText.refuseIn(JsonMapper.shared().readTree(json)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\\u0000\" | U+0000",
                "\"a\\u0000\" | U+0000",
                "\"\\ud83d\\ude00\\u0000\" | U+0000",
                "[1,[\"\\u0000\"]] | U+0000",
                "{\"a\":{\"b\":\"\\u0000\"}} | U+0000",
                "{\"a\":{\"\\u0000\":1}} | U+0000",
                "\"\\ud83d\" | half of a surrogate pair",
                "\"a\\ud83d\" | half of a surrogate pair",
                "\"\\ud83d\\ud83d\\ude00\" | half of a surrogate pair",
                "\"\\ud83dx\" | half of a surrogate pair",
                "\"x\\ude00\" | half of a surrogate pair",
                "\"\\ude00\" | half of a surrogate pair",
                "\"\\ude00\\ud83d\" | half of a surrogate pair",
                "\"\\ud83d\\ude00\\ude00\" | half of a surrogate pair"
            })
    void whatPostgresCannotHoldIsRefusedWhereverItIs(String json, String what) {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> UnstorableText.refuseIn(JsonMapper.shared().readTree(json)))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.ENCODING);
                    assertThat(refused.reason()).isEqualTo("a string holds " + what);
                });
    }
}
