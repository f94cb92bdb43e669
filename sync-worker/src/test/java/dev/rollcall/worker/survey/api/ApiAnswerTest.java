package dev.rollcall.worker.survey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an answer is to a survey: rows, a question to repeat, or an end with one line for the operator. */
class ApiAnswerTest {

    private static final ApiQuery QUERY = ApiQuery.of("users");

    private static ApiAnswer answer(int status, String body) {
        return new ApiAnswer(status, null, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String error(String code) {
        return "{\"errors\":[{\"code\":\"" + code + "\"},{\"code\":\"second\"}]}";
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "0, '', true",
        "200, '', false",
        "201, '', false",
        "400, '', false",
        "404, resource_not_found, false",
        "408, '', true",
        "409, resource_locked, true",
        "409, form_identifier_exists, false",
        "429, '', true",
        "499, '', false",
        "500, '', true",
        "503, '', true"
    })
    void onlyWhatMaySucceedIsWorthRepeating(int status, String code, boolean worth) {
        assertThat(answer(status, error(code)).isWorthRepeating()).isEqualTo(worth);
        assertThat(answer(status, error(code)).isOk()).isEqualTo(status == 200);
        assertThat(answer(status, error(code)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | x | KEY_REFUSED | Clerk refuses CLERK_SECRET_KEY (401); write a secret key of this instance that has not been deleted",
                "402 | x | UNAVAILABLE | /v1/users: not available to this instance (402)",
                "403 | x | UNAVAILABLE | /v1/users: not available to this instance (403)",
                "410 | x | UNAVAILABLE | /v1/users: not available to this instance (410)",
                "404 | resource_not_found | NOT_FOUND | /v1/users: not found (404)",
                "404 | x | MALFORMED | /v1/users: 404, and not in Clerk's words",
                "0 | x | EXHAUSTED | /v1/users: no connection, or none that lasted",
                "503 | x | EXHAUSTED | /v1/users: Clerk answered 503 again and again",
                "422 | x | MALFORMED | /v1/users: Clerk refused the question (422)"
            })
    void everyFailureIsOneLineThatSaysWhatToDo(int status, String code, ApiException.Kind kind, String line) {
        ApiException failure = answer(status, error(code)).failure(QUERY);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessage(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>resource_not_found</html>", "[]", "{\"errors\":{\"code\":\"resource_not_found\"}}"})
    void whatIsNotInClerksWordsIsNoNotFound(String body) {
        assertThat(answer(404, body).failure(QUERY).kind()).isEqualTo(ApiException.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'id':'user_1'},{'id':'user_2'}]",
                "{'data':[{'id':'user_1'},{'id':'user_2'}]}",
                "{'data':[{'id':'user_1'},{'id':'user_2'}],'total_count':'2'}",
                "{'data':[{'id':'user_1'},{'id':'user_2'}],'total_count':2}"
            })
    void aPageIsAListOrAnEnvelopeOfOne(String body) throws Exception {
        ApiPage page = ApiPage.of(QUERY, json(body));
        assertThat(page.objects()).extracting(ApiPage::idOf).containsExactly("user_1", "user_2");
        assertThat(page.total()).isEqualTo(body.endsWith(":2}") ? OptionalLong.of(2) : OptionalLong.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'data':{}}", "{'data':null}", "[1]", "[{'id':7}]", "[{}]", "{'data':[{'id':'a'},[]]}"})
    void whatIsNoListOfObjectsIsNoPage(String body) {
        assertThatThrownBy(() -> ApiPage.of(QUERY, json(body)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        malformed -> assertThat(malformed.kind()).isEqualTo(ApiException.Kind.MALFORMED))
                .hasMessageStartingWith("/v1/users: ");
    }

    @Test
    void aQuestionIsAPathWithItsParametersInOrder() {
        assertThat(ApiQuery.of("organizations", "org_1", "memberships").uri())
                .isEqualTo("/v1/organizations/org_1/memberships");
        assertThat(QUERY.withAll("user_id", List.of("user_1", "user_2"))
                        .with("limit", 500)
                        .with("order_by", "created_at")
                        .uri())
                .isEqualTo("/v1/users?user_id=user_1&user_id=user_2&limit=500&order_by=created_at");
        assertThat(QUERY.uri()).as("left as it was").isEqualTo("/v1/users");
    }

    @Test
    void messagesNameNoObject() {
        assertThat(ApiQuery.of("users", "user_2abcdefghij0123").label()).isEqualTo("/v1/users/{id}");
        assertThat(ApiQuery.of("organizations", "org_2abcdefghij0123", "memberships")
                        .label())
                .isEqualTo("/v1/organizations/{id}/memberships");
        assertThat(ApiQuery.of("organization_roles").label()).isEqualTo("/v1/organization_roles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-user_1", "user_1&user_2", "user/1", "../users", "user 1"})
    void nothingSlipsIntoAPathOrAFilter(String value) {
        assertThatThrownBy(() -> ApiQuery.of("users", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QUERY.with("query", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QUERY.with(value, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Clerk takes a filter without a value for all. */
    @Test
    void aFilterHasAValue() {
        assertThatThrownBy(() -> QUERY.withAll("user_id", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
