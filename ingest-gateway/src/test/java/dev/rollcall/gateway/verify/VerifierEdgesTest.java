package dev.rollcall.gateway.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.gateway.verify.VerifySettings.SourceSettings;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one more, one less or one character beside makes the difference: what mutation testing asked for. */
class VerifierEdgesTest {

    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final List<String> PARTS = List.of("-id", "-timestamp", "-signature");

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "_", "-"})
    void theFirstAndLastOfEachRangeArePartOfAnId(String id) {
        assertThat(read(whole("svix", id))).isInstanceOf(SignatureHeaders.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "{", "@", "[", "/", ":", "^", ",", "."})
    void theirNeighboursAreNot(String id) {
        assertRefused(Answer.MALFORMED_HEADER, whole("svix", id));
    }

    @ParameterizedTest
    @CsvSource({"svix,webhook", "webhook,svix"})
    void anyHeaderOfTheOtherFamilyIsRefused(String family, String other) {
        for (String part : PARTS) {
            List<String> headers = whole(family, "msg_1");
            headers.addAll(List.of(other + part, "1"));
            assertRefused(Answer.MIXED_HEADER_FAMILIES, headers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"svix", "webhook"})
    void aRepeatedHeaderIsRefusedEvenIfItIsTheSame(String family) {
        for (int part = 0; part < PARTS.size(); part++) {
            List<String> headers = whole(family, "msg_1");
            headers.addAll(headers.subList(2 * part, 2 * part + 2).stream().toList());
            assertRefused(Answer.REPEATED_HEADER, headers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"svix", "webhook"})
    void namesCountInAnyCaseAndAsAWhole(String family) {
        List<String> upper = whole(family, "msg_1");
        List<String> longer = whole(family, "msg_1");
        List<String> shorter = whole(family, "msg_1");
        for (int part = 0; part < PARTS.size(); part++) {
            upper.set(2 * part, upper.get(2 * part).toUpperCase(Locale.ROOT));
            longer.set(2 * part, longer.get(2 * part) + "s");
            shorter.set(2 * part, shorter.get(2 * part).substring(0, 4));
        }
        assertThat(read(upper)).isInstanceOf(SignatureHeaders.class);
        assertRefused(Answer.MISSING_HEADER, longer);
        assertRefused(Answer.MISSING_HEADER, shorter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", " ~", "v1,a\tv1,b", "!"})
    void aListOfSignaturesIsPrintableWithBlanksAndTabs(String list) {
        assertThat(read("svix-id", "a", "svix-timestamp", "1", "svix-signature", list))
                .isInstanceOf(SignatureHeaders.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u007f", "\u001f", "\u0008", "\n", "\u0080"})
    void andNothingElse(String list) {
        assertRefused(
                Answer.MALFORMED_HEADER,
                List.of("svix-id", "a", "svix-timestamp", "1", "svix-signature", "v1," + list));
    }

    @Test
    void severalBlanksAreNoSignatures() {
        assertThat(read(
                        "svix-id",
                        "a",
                        "svix-timestamp",
                        "1",
                        "svix-signature",
                        ("   " + SIGNATURE).repeat(16) + "    "))
                .isInstanceOf(SignatureHeaders.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "0", "9", "-", "clerk-2"})
    void sourceNamesAreLowerCaseLettersDigitsAndHyphens(String name) {
        assertThat(SourceName.isValid(name)).isTrue();
        assertThat(new SourceName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "`", "{", "/", ":", "A", "Z", "_", ".", ",", "a b", "ü"})
    void everythingElseIsNoSourceName(String name) {
        assertThat(SourceName.isValid(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new SourceName(name));
    }

    @Test
    void aSourceNameHas64CharactersAtMost() {
        assertThat(SourceName.isValid("a".repeat(64))).isTrue();
        assertThat(SourceName.isValid("a".repeat(65))).isFalse();
    }

    /** The decoy behind an unknown source is random: were it nothing but zeros, anyone could sign for it. */
    @Test
    void nobodyCanSignForAnUnknownSource() {
        Sources sources = new Sources(settings(Duration.ofMinutes(5)));
        Source unknown = sources.find("nobody");
        byte[] body = "{}".getBytes(UTF_8);
        for (int length = 1; length <= 64; length++) {
            String zeros = "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);
            SignatureHeaders headers = new SignatureHeaders(
                    new MessageId("msg_1"), "1614265330", new Signer(zeros).sign("msg_1", "1614265330", body));
            assertThat(unknown.verify(headers, body)).isEqualTo(SignatureVerdict.NO_MATCH);
        }
        assertThat(sources.isKnown(unknown)).isFalse();
    }

    @Test
    void theToleranceIsBetweenNothingAndAnHour() {
        assertThat(settings(Duration.ZERO).timestampTolerance()).isZero();
        assertThat(settings(Duration.ofHours(1)).timestampTolerance()).isEqualTo(Duration.ofHours(1));
        assertThatExceptionOfType(SettingRefusedException.class)
                .isThrownBy(() -> settings(Duration.ofHours(1).plusNanos(1)));
        assertThatExceptionOfType(SettingRefusedException.class).isThrownBy(() -> settings(Duration.ofNanos(-1)));
    }

    @Test
    void settingsDoNotShowSecrets() {
        assertThat(settings(Duration.ZERO).toString())
                .contains("SourceSettings[1 secrets]")
                .doesNotContain("whsec_");
    }

    private static VerifySettings settings(Duration tolerance) {
        return new VerifySettings(
                Map.of("clerk", new SourceSettings(List.of(Signer.PUBLISHED.secret()), "")), tolerance);
    }

    /** Names and values by turns. */
    private static List<String> whole(String family, String id) {
        return new ArrayList<>(
                List.of(family + "-id", id, family + "-timestamp", "1614265330", family + "-signature", SIGNATURE));
    }

    private static void assertRefused(Answer answer, List<String> headers) {
        assertThat(read(headers)).isEqualTo(new HeaderReading.Refused(answer));
    }

    private static HeaderReading read(List<String> headers) {
        return read(headers.toArray(String[]::new));
    }

    private static HeaderReading read(String... namesAndValues) {
        List<Map.Entry<CharSequence, CharSequence>> headers = new ArrayList<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            headers.add(Map.entry(namesAndValues[index], namesAndValues[index + 1]));
        }
        return SignatureHeaders.read(headers.iterator());
    }
}
