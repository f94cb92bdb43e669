package dev.rollcall.gateway.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.gateway.verify.VerifySettings.SourceSettings;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

    private static final String SECRET = Signer.PUBLISHED.secret();

    @Test
    void findsASourceByItsName() {
        Sources sources = sources("clerk", SECRET);
        assertThat(sources.find("clerk").name()).isEqualTo(new SourceName("clerk"));
        assertThat(sources.isKnown(sources.find("clerk"))).isTrue();
    }

    @Test
    void verifiesNothingForAnUnknownSource() {
        Sources sources = sources("clerk", SECRET);
        byte[] body = "{}".getBytes(UTF_8);
        SignatureHeaders headers = new SignatureHeaders(
                new MessageId("msg_1"), "1614265330", Signer.PUBLISHED.sign("msg_1", "1614265330", body));
        assertThat(sources.find("other").verify(headers, body)).isEqualTo(SignatureVerdict.NO_MATCH);
        assertThat(sources.isKnown(sources.find("other"))).isFalse();
    }

    @Test
    void refusesASourceWithoutASecretNamingTheVariable() {
        assertThatThrownBy(() -> sources("clerk"))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessage("CLERK_WEBHOOK_SIGNING_SECRET is not set: write the signing secret of the webhook endpoint"
                        + " (whsec_...), several separated by commas");
        assertThatThrownBy(() -> sources("billing"))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith("rollcall.gateway.sources.billing.secrets is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "  "})
    void refusesAnEmptySecret(String secret) {
        assertThatThrownBy(() -> sources("clerk", secret))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("is empty (number 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_not base64!", "whsec_a-b_", "whsec_é", "whsec_A"})
    void refusesASecretThatIsNotBase64WithoutRepeatingIt(String secret) {
        assertThatThrownBy(() -> sources("clerk", SECRET, secret))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("is not base64 (number 2)")
                .hasMessageNotContaining(secret.substring(6))
                .hasNoCause();
    }

    @Test
    void acceptsASecretWithoutPadding() {
        assertThat(sources("clerk", "whsec_" + "AAECAw".repeat(4)).names()).containsExactly(new SourceName("clerk"));
        assertThat(sources("clerk", "whsec_" + "A".repeat(22)).names()).containsExactly(new SourceName("clerk"));
    }

    /** Any word of the right letters is base64. */
    @ParameterizedTest
    @ValueSource(strings = {"test", "whsec_test", "whsec_AAECAw", "secret", "whsec_AAAAAAAAAAAAAAAAAAAA", "changeme"})
    void refusesASecretThatIsTooShortToBeOne(String secret) {
        assertThatThrownBy(() -> sources("clerk", SECRET, secret))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessage("CLERK_WEBHOOK_SIGNING_SECRET holds a secret that has fewer than 16 bytes, so it can be"
                        + " guessed (number 2): copy the signing secret of the webhook endpoint as it is shown"
                        + " (whsec_...)")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "sk_test_abcdefghijklmnopqrstuvwxyz0123456789ABCDEF, Clerk's secret key",
        "sk_live_abcdefghijklmnopqrstuvwxyz0123456789ABCDEF, Clerk's secret key",
        "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k, Clerk's publishable key",
        "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S, the id of a Clerk instance",
        "ep_2g7np7Hrk0SN6kj5EDMLDaKNL0S, the id of an endpoint"
    })
    void saysWhichOtherValueWasTakenForIt(String value, String name) {
        assertThatThrownBy(() -> sources("clerk", value))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("holds a secret that is " + name)
                .hasMessageNotContaining(value.substring(8));
    }

    /** It may have been in use for years: an upgrade must not become an outage. */
    @Test
    void takesASecretThatIsShorterThanClerksAndSaysSo() {
        assertThat(sources("clerk", weak(24)).first().isWeak()).isFalse();
        assertThat(sources("clerk", weak(23)).first().isWeak()).isTrue();
        assertThat(sources("clerk", SECRET, weak(16)).first().isWeak()).isTrue();
    }

    private static String weak(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Clerk", "a/b", "a.b", "ü"})
    void refusesANameThatCannotBePartOfAPath(String name) {
        assertThatThrownBy(() -> sources(name, SECRET)).isInstanceOf(SettingRefusedException.class);
    }

    @Test
    void theFirstIsTheDefaultOneElseTheFirstByName() {
        SourceSettings source = new SourceSettings(List.of(SECRET), "");
        assertThat(firstOf(Map.of("a", source, "clerk", source))).isEqualTo("clerk");
        assertThat(firstOf(Map.of("c", source, "b", source, "d", source))).isEqualTo("b");
    }

    private static String firstOf(Map<String, SourceSettings> sources) {
        return new Sources(new VerifySettings(sources, Duration.ofMinutes(5)))
                .first()
                .name()
                .value();
    }

    @Test
    void neverShowsASecret() {
        SourceSettings source = new SourceSettings(List.of(SECRET), "");
        assertThat(new VerifySettings(Map.of("clerk", source), Duration.ofMinutes(5)).toString())
                .doesNotContain("MfKQ9r8G");
        assertThat(SigningSecret.parse(SECRET).toString()).isEqualTo("SigningSecret[redacted]");
    }

    @Test
    void refusesSettingsThatCannotBeMeant() {
        assertThatThrownBy(() -> new VerifySettings(Map.of(), Duration.ofMinutes(5)))
                .hasMessageStartingWith("rollcall.gateway.sources is empty");
        SourceSettings source = new SourceSettings(List.of(SECRET), "");
        assertThatThrownBy(() -> new VerifySettings(Map.of("clerk", source), Duration.ofSeconds(-1)))
                .hasMessageStartingWith("rollcall.gateway.timestamp-tolerance is PT-1S");
        assertThatThrownBy(() -> new VerifySettings(Map.of("clerk", source), Duration.ofHours(2)))
                .hasMessageContaining("between 0s and 1h");
    }

    private static Sources sources(String name, String... secrets) {
        return new Sources(
                new VerifySettings(Map.of(name, new SourceSettings(List.of(secrets), "")), Duration.ofMinutes(5)));
    }
}
