package dev.rollcall.gateway.verify;

import static dev.rollcall.gateway.verify.SignatureVerdict.CURRENT;
import static dev.rollcall.gateway.verify.SignatureVerdict.NO_MATCH;
import static dev.rollcall.gateway.verify.SignatureVerdict.PREVIOUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.model.event.MessageId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The union of the signature tests of the Svix and Standard Webhooks libraries, as far as they are about signatures. */
class SourceTest {

    private static final String SECRET = Signer.PUBLISHED.secret();
    private static final String OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String WRONG = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330 |"
                        + " {\"test\": 2432232314} | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD | msg_27UH4WbU6Z5A5EzD8u03UvzRbpk | 1649367553 |"
                        + " {\"email\":\"test@example.com\",\"username\":\"test_user\"} |"
                        + " v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            })
    void verifiesThePublishedKnownAnswers(String secret, String id, String timestamp, String body, String signature) {
        assertThat(new Signer(secret).sign(id, timestamp, body.getBytes(UTF_8)))
                .as("the oracle of these tests")
                .isEqualTo(signature);
        assertThat(source(secret).verify(headers(id, timestamp, signature), body.getBytes(UTF_8)))
                .isEqualTo(CURRENT);
    }

    @Test
    void signsWithTheCurrentSecretAsTheSenderDoes() {
        assertThat(source(SECRET, OTHER_SECRET).sign(new MessageId(ID), TIMESTAMP, BODY))
                .isEqualTo(SIGNATURE);
    }

    @Test
    void takesASecretWithOrWithoutItsPrefix() {
        assertThat(verify(source(SECRET.substring("whsec_".length())), SIGNATURE))
                .isEqualTo(CURRENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WRONG,
                "v1,",
                "v1",
                ",",
                "v1,===",
                "v1,g0hM9SsE",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE==",
                "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "invalid_signature",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1;g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=,junk",
                "\tv1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v0,junk,v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                " "
            })
    void refusesWhatIsNotExactlyTheSignature(String signature) {
        assertThat(verify(source(SECRET), signature)).isEqualTo(NO_MATCH);
    }

    @Test
    void findsTheRightOneAmongManyAtAnyPlace() {
        for (int count : new int[] {1, 4, 11, SignatureHeaders.MOST_SIGNATURES}) {
            for (int place = 0; place < count; place++) {
                int right = place;
                List<String> signatures = IntStream.range(0, count)
                        .mapToObj(index -> index == right ? SIGNATURE : index % 2 == 0 ? WRONG : "v1a,x")
                        .toList();
                assertThat(verify(source(SECRET), String.join(" ", signatures))).isEqualTo(CURRENT);
            }
        }
    }

    @Test
    void refusesManyThatAreAllWrong() {
        assertThat(verify(source(SECRET), String.join(" ", WRONG, "v2," + SIGNATURE.substring(3), "v1,", WRONG)))
                .isEqualTo(NO_MATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"  %s", "%s  ", "%2$s  %1$s", " %2$s   %1$s  %2$s "})
    void overlooksSuperfluousBlanks(String pattern) {
        assertThat(verify(source(SECRET), pattern.formatted(SIGNATURE, WRONG))).isEqualTo(CURRENT);
    }

    @Test
    void tellsWhichSecretOfARotationSigned() {
        assertThat(verify(source(SECRET, OTHER_SECRET), SIGNATURE)).isEqualTo(CURRENT);
        assertThat(verify(source(OTHER_SECRET, SECRET), SIGNATURE)).isEqualTo(PREVIOUS);
        assertThat(verify(source(OTHER_SECRET), SIGNATURE)).as("removed").isEqualTo(NO_MATCH);
        String both = new Signer(OTHER_SECRET).sign(ID, TIMESTAMP, BODY) + " " + SIGNATURE;
        assertThat(verify(source(SECRET), both))
                .as("the sender signs with both")
                .isEqualTo(CURRENT);
    }

    @Test
    void refusesATimestampThatWasChangedAfterSigning() {
        assertThat(source(SECRET).verify(headers(ID, "1614265331", SIGNATURE), BODY))
                .isEqualTo(NO_MATCH);
    }

    @Test
    void refusesTheIdOfAnotherMessage() {
        assertThat(source(SECRET).verify(headers("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", TIMESTAMP, SIGNATURE), BODY))
                .isEqualTo(NO_MATCH);
    }

    @Test
    void refusesABodyWithAnyByteChanged() {
        for (int index = 0; index < BODY.length; index++) {
            byte[] changed = BODY.clone();
            changed[index] ^= 1;
            assertThat(source(SECRET).verify(headers(ID, TIMESTAMP, SIGNATURE), changed))
                    .isEqualTo(NO_MATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"test\":2432232314}",
                "{ \"test\": 2432232314 }",
                "\uFEFF{\"test\": 2432232314}",
                "{\"test\": 2432232314}\n",
                "{\"test\": 2432232314}\r\n",
                "{\"test\": 2432232314",
                ""
            })
    void refusesABodyThatWasWrittenAnew(String body) {
        assertThat(source(SECRET).verify(headers(ID, TIMESTAMP, SIGNATURE), body.getBytes(UTF_8)))
                .isEqualTo(NO_MATCH);
    }

    @Test
    void verifiesBodiesOfAnyBytes() {
        byte[] large = new byte[512 * 1024];
        Arrays.fill(large, (byte) 'x');
        List<byte[]> bodies = List.of(
                new byte[0],
                "{\"name\":\"😀 مرحبا é e\u0301\"}".getBytes(UTF_8),
                "a\r\nb\nc".getBytes(UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0x80},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                large);
        for (byte[] body : bodies) {
            String signature = Signer.PUBLISHED.sign(ID, TIMESTAMP, body);
            assertThat(source(SECRET).verify(headers(ID, TIMESTAMP, signature), body))
                    .isEqualTo(CURRENT);
        }
    }

    @Test
    void tellsApartBytesThatBothDecodeToTheReplacementCharacter() {
        byte[] one = {'"', (byte) 0xff, '"'};
        byte[] other = {'"', (byte) 0xfe, '"'};
        String signature = Signer.PUBLISHED.sign(ID, TIMESTAMP, one);
        assertThat(source(SECRET).verify(headers(ID, TIMESTAMP, signature), other))
                .isEqualTo(NO_MATCH);
    }

    @Test
    void verifiesFromManyThreadsAtOnce() {
        Source source = source(OTHER_SECRET, SECRET);
        assertThat(IntStream.range(0, 2000).parallel().mapToObj(index -> {
                    byte[] body = ("{" + index + "}").getBytes(UTF_8);
                    String signature = Signer.PUBLISHED.sign(ID, TIMESTAMP, body);
                    return source.verify(headers(ID, TIMESTAMP, signature), body);
                }))
                .containsOnly(PREVIOUS);
    }

    @Test
    void takesKeysOfAnyLengthThatIsNoWord() {
        for (int length : new int[] {16, 23, 24, 32, 64, 65, 200}) {
            byte[] key = new byte[length];
            Arrays.fill(key, (byte) 7);
            String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
            assertThat(verify(source(secret), new Signer(secret).sign(ID, TIMESTAMP, BODY)))
                    .isEqualTo(CURRENT);
        }
    }

    private static SignatureVerdict verify(Source source, String signature) {
        return source.verify(headers(ID, TIMESTAMP, signature), BODY);
    }

    private static Source source(String... secrets) {
        return new Source(
                new SourceName("clerk"),
                Arrays.stream(secrets).map(SigningSecret::parse).toList());
    }

    private static SignatureHeaders headers(String id, String timestamp, String signature) {
        return new SignatureHeaders(new MessageId(id), timestamp, signature);
    }
}
