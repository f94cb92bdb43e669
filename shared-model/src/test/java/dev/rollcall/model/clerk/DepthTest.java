package dev.rollcall.model.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON is written with single quotes here. */
class DepthTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{}} | 1 | {}",
                "{'a':[],'b':1,'c':{}} | 1 | {'b':1}",
                "{'a':{'b':[]}} | 2 | {'a':{}}",
                "{'a':{'b':[],'c':1},'d':{}} | 2 | {'a':{'c':1},'d':{}}",
                "{'d':{},'a':{'b':[]}} | 2 | {'d':{},'a':{}}",
                "[[]] | 1 | [null]",
                "[{},1] | 1 | [null,1]",
                "[[[]],1] | 2 | [[null],1]",
                "[1,[{}],[]] | 2 | [1,[null],[]]",
                "{'a':[{'b':{}}]} | 3 | {'a':[{}]}"
            })
    void whatIsTooDeepGoesAndNothingElse(String json, int most, String kept) {
        JsonNode value = read(json);
        assertThat(Depth.prune(value, most)).isTrue();
        assertThat(value).isEqualTo(read(kept));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 1",
                "{'a':1} | 1",
                "{'a':{}} | 2",
                "{'a':{'b':[]}} | 3",
                "[] | 1",
                "[1,null] | 1",
                "[[],{}] | 2",
                "[[[]]] | 3",
                "'text' | 1",
                "1 | 0"
            })
    void whatIsNotTooDeepStaysAsItIs(String json, int most) {
        JsonNode value = read(json);
        assertThat(Depth.prune(value, most)).isFalse();
        assertThat(value).isEqualTo(read(json));
    }

    @Test
    void anyNumberOfThemGoes() {
        JsonNode value = read("{'a':[[],2,[]],'b':[[]],'c':[3]}");
        assertThat(Depth.prune(value, 2)).isTrue();
        assertThat(value).isEqualTo(read("{'a':[null,2,null],'b':[null],'c':[3]}"));
    }

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json.replace('\'', '"'));
    }
}
