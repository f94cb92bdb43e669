package dev.rollcall.gateway.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.answer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureHeadersTest {

    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @ParameterizedTest
    @ValueSource(strings = {"svix", "webhook"})
    void readsOneWholeFamily(String family) {
        assertThat(read(family + "-id", "msg_1", family + "-timestamp", "1614265330", family + "-signature", SIGNATURE))
                .isInstanceOfSatisfying(SignatureHeaders.class, headers -> {
                    assertThat(headers.messageId().value()).isEqualTo("msg_1");
                    assertThat(headers.timestamp()).isEqualTo("1614265330");
                    assertThat(headers.signature()).isEqualTo(SIGNATURE);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"svix", "webhook"})
    void readsNamesInAnyCase(String family) {
        String upper = family.toUpperCase(Locale.ROOT);
        assertThat(read(upper + "-ID", "msg_1", upper + "-Timestamp", "1", family + "-SIGNATURE", SIGNATURE))
                .isInstanceOf(SignatureHeaders.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"svix", "webhook"})
    void refusesAFamilyWithAPartMissing(String family) {
        String[] parts = {family + "-id", "msg_1", family + "-timestamp", "1614265330", family + "-signature", SIGNATURE
        };
        for (int missing = 0; missing < parts.length; missing += 2) {
            List<String> rest = new ArrayList<>(List.of(parts));
            rest.remove(missing + 1);
            rest.remove(missing);
            assertRefused(Answer.MISSING_HEADER, rest.toArray(String[]::new));
            String[] empty = parts.clone();
            empty[missing + 1] = "";
            assertRefused(Answer.MISSING_HEADER, empty);
        }
    }

    @Test
    void refusesARequestWithoutAny() {
        assertRefused(Answer.MISSING_HEADER, "Host", "localhost");
    }

    @Test
    void refusesARepeatedHeaderEvenWhenItSaysTheSame() {
        for (String name : List.of("svix-id", "svix-timestamp", "svix-signature")) {
            String value = name.endsWith("id") ? "msg_1" : name.endsWith("timestamp") ? "1" : SIGNATURE;
            assertRefused(
                    Answer.REPEATED_HEADER,
                    "svix-id",
                    "msg_1",
                    "svix-timestamp",
                    "1",
                    "svix-signature",
                    SIGNATURE,
                    name.toUpperCase(Locale.ROOT),
                    value);
        }
    }

    @Test
    void refusesBothFamiliesEvenWhenTheyAgree() {
        assertRefused(
                Answer.MIXED_HEADER_FAMILIES,
                "svix-id",
                "msg_1",
                "svix-timestamp",
                "1",
                "svix-signature",
                SIGNATURE,
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                "1",
                "webhook-signature",
                SIGNATURE);
    }

    @Test
    void refusesAHeaderOfTheOtherFamilyBesideAWholeOne() {
        assertRefused(
                Answer.MIXED_HEADER_FAMILIES,
                "svix-id",
                "msg_1",
                "svix-timestamp",
                "1",
                "svix-signature",
                SIGNATURE,
                "webhook-id",
                "msg_1");
    }

    @Test
    void refusesToCompleteOneFamilyFromTheOther() {
        assertRefused(
                Answer.MIXED_HEADER_FAMILIES,
                "svix-id",
                "msg_1",
                "svix-timestamp",
                "1",
                "webhook-signature",
                SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.b", "a b", "a\rb", "a\tb", "msg_ü", "'; drop table", "msg_1.1614265330", "a/b", "a\u0000"})
    void refusesAnIdThatCouldBeReadInTwoWays(String id) {
        assertRefused(
                Answer.MALFORMED_HEADER, "svix-id", id, "svix-timestamp", "1614265330", "svix-signature", SIGNATURE);
    }

    @Test
    void takesAnIdOf128CharactersAndRefusesOneMore() {
        String longest = "a".repeat(128);
        assertThat(read("svix-id", longest, "svix-timestamp", "1", "svix-signature", SIGNATURE))
                .isInstanceOf(SignatureHeaders.class);
        assertRefused(
                Answer.MALFORMED_HEADER, "svix-id", longest + "a", "svix-timestamp", "1", "svix-signature", SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "1e9",
                "161426533.0",
                "+1",
                " 1",
                "1 ",
                "0x1",
                "01614265330",
                "00",
                "-0",
                "-01",
                "-",
                "--1",
                "1-1",
                "1614265330123",
                "99999999999999999999",
                "9223372036854775808",
                "١٦١٤٢٦٥٣٣٠",
                "NaN"
            })
    void refusesATimestampThatIsNotCanonical(String timestamp) {
        assertRefused(
                Answer.MALFORMED_HEADER, "svix-id", "msg_1", "svix-timestamp", timestamp, "svix-signature", SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1", "1614265330", "999999999999"})
    void readsATimestampThatIsANumberWhateverItsValue(String timestamp) {
        assertThat(read("svix-id", "msg_1", "svix-timestamp", timestamp, "svix-signature", SIGNATURE))
                .isInstanceOf(SignatureHeaders.class);
    }

    @Test
    void takesSixteenSignaturesAndRefusesOneMore() {
        assertThat(read("svix-id", "a", "svix-timestamp", "1", "svix-signature", (SIGNATURE + " ").repeat(16)))
                .isInstanceOf(SignatureHeaders.class);
        assertRefused(
                Answer.MALFORMED_HEADER,
                "svix-id",
                "a",
                "svix-timestamp",
                "1",
                "svix-signature",
                (SIGNATURE + "  ").repeat(17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1,ü", "v1,\u0001", "v1,\r\n"})
    void refusesSignaturesThatAreNotPrintable(String signature) {
        assertRefused(Answer.MALFORMED_HEADER, "svix-id", "a", "svix-timestamp", "1", "svix-signature", signature);
    }

    private static void assertRefused(Answer answer, String... headers) {
        assertThat(read(headers)).isEqualTo(new HeaderReading.Refused(answer));
    }

    private static HeaderReading read(String... namesAndValues) {
        List<Map.Entry<CharSequence, CharSequence>> headers = new ArrayList<>();
        headers.add(Map.entry("Host", "localhost"));
        for (int index = 0; index < namesAndValues.length; index += 2) {
            headers.add(Map.entry(namesAndValues[index], namesAndValues[index + 1]));
        }
        return SignatureHeaders.read(headers.iterator());
    }
}
