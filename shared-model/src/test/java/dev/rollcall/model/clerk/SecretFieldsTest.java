package dev.rollcall.model.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SecretFieldsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static String without(String json) {
        ObjectNode object = (ObjectNode) JSON.readTree(json);
        SecretFields.removeFrom(object);
        return object.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "token",
                "ticket",
                "url",
                "backup_codes",
                "access_token",
                "refresh_token",
                "client_secret",
                "SECRET",
                "Token",
                "backupCodes",
                "BackupCodes",
                "accessToken",
                "ACCESS_TOKEN",
                "_to_ken",
                "Url",
                "__token",
                "last_active_token",
                "secretKey"
            })
    void aSecretGoesAtEveryDepthAndInEverySpelling(String name) {
        assertThat(SecretFields.isSecretAt(name, null)).isTrue();
        String secret = "\"" + name + "\":\"planted\"";
        assertThat(without("{\"id\":\"x_1\"," + secret + ",\"deep\":{\"list\":[1,[{" + secret + "}],{" + secret
                        + ",\"n\":1}]}}"))
                .isEqualTo("{\"id\":\"x_1\",\"deep\":{\"list\":[1,[{}],{\"n\":1}]}}");
        assertThat(without("{\"" + name + "\":{\"a\":[\"planted\"]},\"b\":[[{\"" + name + "\":[\"planted\"]}]]}"))
                .isEqualTo("{\"b\":[[{}]]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image_url", "token_type", "tokens_left", "secrets_count", "ticket_number", "urls", "user_id"})
    void whatOnlySoundsLikeOneStays(String name) {
        assertThat(SecretFields.isSecretAt(name, null)).isFalse();
        String json = "{\"a\":[{\"" + name + "\":\"kept\"}]}";
        assertThat(without(json)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public_metadata", "private_metadata", "unsafe_metadata", "publicMetadata"})
    void metadataIsTheApplicationsOwn(String metadata) {
        String json = "{\"a\":{\"" + metadata + "\":{\"url\":\"u\",\"deep\":[{\"token\":1}]}}}";
        assertThat(without(json)).isEqualTo(json);
    }

    @Test
    void aNameThatIsLeftOutGoesFromMetadataToo() {
        ObjectNode object = (ObjectNode) JSON.readTree("""
                {"private_metadata":1,"public_metadata":{"a":[{"privateMetadata":{"b":1},"url":"u"}]},
                 "list":[{"Private_Metadata":null,"c":[{"PRIVATE_METADATA":[1]}]}]}
                """);
        SecretFields.remove(object, Set.of("private_metadata"));
        assertThat(object).hasToString("{\"public_metadata\":{\"a\":[{\"url\":\"u\"}]},\"list\":[{\"c\":[{}]}]}");
    }

    @Test
    void nothingLeftOutChangesNothing() {
        ObjectNode object = (ObjectNode) JSON.readTree("{\"private_metadata\":{\"a\":1}}");
        SecretFields.remove(object, Set.of());
        assertThat(object).hasToString("{\"private_metadata\":{\"a\":1}}");
    }
}
