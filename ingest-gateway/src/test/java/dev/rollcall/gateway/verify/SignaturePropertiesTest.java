package dev.rollcall.gateway.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.svix.Webhook;
import com.svix.exceptions.EmptyWebhookSecretException;
import com.svix.exceptions.WebhookSigningException;
import com.svix.exceptions.WebhookVerificationException;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.model.event.MessageId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Holds our verification against two others: one written from the specification, and Svix's own library. */
class SignaturePropertiesTest {

    @SuppressWarnings("ArrayRecordComponent")
    record Message(String secret, String id, long timestamp, byte[] body) {

        String signature() {
            return new Signer(secret).sign(id, Long.toString(timestamp), body);
        }

        SignatureHeaders headers(String signature) {
            return new SignatureHeaders(new MessageId(id), Long.toString(timestamp), signature);
        }
    }

    @Property
    void verifiesWhatWasSigned(@ForAll("messages") Message message) {
        assertThat(verify(message, message.signature(), message.body())).isEqualTo(SignatureVerdict.CURRENT);
    }

    @Property
    void refusesAnyBodyThatDiffersInOneBit(
            @ForAll("messages") Message message, @ForAll @IntRange(max = 1 << 20) int place) {
        byte[] changed =
                message.body().length == 0 ? new byte[1] : message.body().clone();
        int bit = place % (changed.length * 8);
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThat(verify(message, message.signature(), changed)).isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @Property
    void refusesAnySignatureThatDiffersInOneCharacter(
            @ForAll("messages") Message message,
            @ForAll @IntRange(max = 46) int place,
            @ForAll @IntRange(min = 0x20, max = 0x7e) int character) {
        StringBuilder changed = new StringBuilder(message.signature());
        if (changed.charAt(place) != character) {
            changed.setCharAt(place, (char) character);
            assertThat(verify(message, changed.toString(), message.body())).isEqualTo(SignatureVerdict.NO_MATCH);
        }
    }

    @Property
    void agreesWithSvixOnEveryTextBody(
            @ForAll("texts") String text, @ForAll("messages") Message message, @ForAll boolean genuine)
            throws EmptyWebhookSecretException, WebhookSigningException {
        long now = System.currentTimeMillis() / 1000;
        Message current = new Message(message.secret(), message.id(), now, text.getBytes(UTF_8));
        Webhook svix = new Webhook(message.secret());
        String signature = svix.sign(message.id(), now, genuine ? text : text + " ");

        assertThat(verify(current, signature, current.body()) != SignatureVerdict.NO_MATCH)
                .isEqualTo(svixVerifies(svix, current, text, signature))
                .isEqualTo(genuine);
    }

    @Property
    void agreesWithSvixOnListsOfSignatures(
            @ForAll("messages") Message message,
            @ForAll @Size(min = 1, max = 16) List<@IntRange(max = 5) Integer> kinds)
            throws EmptyWebhookSecretException, WebhookSigningException {
        long now = System.currentTimeMillis() / 1000;
        String text = "{\"type\":\"user.created\"}";
        Message current = new Message(message.secret(), message.id(), now, text.getBytes(UTF_8));
        Webhook svix = new Webhook(message.secret());
        String right = svix.sign(message.id(), now, text);
        List<String> signatures =
                kinds.stream().map(kind -> signatureOfKind(kind, right)).toList();
        String list = String.join(" ", signatures);

        assertThat(verify(current, list, current.body()) != SignatureVerdict.NO_MATCH)
                .isEqualTo(svixVerifies(svix, current, text, list));
    }

    private static String signatureOfKind(int kind, String right) {
        return switch (kind) {
            case 0 -> right;
            case 1 -> "v1," + "A".repeat(43) + "=";
            case 2 -> "v2," + right.substring(3);
            case 3 -> "v1a," + right.substring(3);
            case 4 -> "v1," + right.substring(3, 11);
            default -> "v1";
        };
    }

    private static boolean svixVerifies(Webhook svix, Message message, String text, String signature) {
        try {
            svix.verify(
                    text,
                    Map.of(
                            "svix-id", List.of(message.id()),
                            "svix-timestamp", List.of(Long.toString(message.timestamp())),
                            "svix-signature", List.of(signature)));
            return true;
        } catch (WebhookVerificationException refused) {
            return false;
        }
    }

    private static SignatureVerdict verify(Message message, String signature, byte[] body) {
        Source source = new Source(new SourceName("clerk"), List.of(SigningSecret.parse(message.secret())));
        return source.verify(message.headers(signature), body);
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<String> secrets = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(16)
                .ofMaxSize(80)
                .map(key -> "whsec_" + Base64.getEncoder().encodeToString(key));
        Arbitrary<String> ids = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars('_', '-')
                .ofMinLength(1)
                .ofMaxLength(128);
        Arbitrary<Long> timestamps = Arbitraries.longs().between(1, 999_999_999_999L);
        Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Combinators.combine(secrets, ids, timestamps, bodies).as(Message::new);
    }

    /** Without halves of surrogate pairs: no sender can put those into UTF-8. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(200)
                .filter(text -> UTF_8.newEncoder().canEncode(text));
    }
}
