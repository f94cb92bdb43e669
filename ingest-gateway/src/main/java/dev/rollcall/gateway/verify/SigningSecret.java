package dev.rollcall.gateway.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of one source. Signs as Standard Webhooks 1.0.0 and Svix do: HMAC-SHA256 over
 * {@code <id>.<timestamp>.<body>}, base64. Works on the bytes as they came, so a body need not be text at all.
 */
final class SigningSecret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    /** Clerk's and Svix' have 24 bytes, the least that Standard Webhooks allows. */
    private static final int USUAL_BYTES = 24;

    /** Below this it is a word, not a key: {@code test} is base64 too. */
    private static final int FEWEST_BYTES = 16;

    /** Keys that stand beside it in Clerk's dashboard and are mistaken for it. */
    private static final Map<String, String> OTHERS = Map.of(
            "sk_", "Clerk's secret key (sk_...)",
            "pk_", "Clerk's publishable key (pk_...)",
            "ins_", "the id of a Clerk instance (ins_...)",
            "ep_", "the id of an endpoint (ep_...)");

    /** A MAC is not safe for several threads, and costs more to make than to use. */
    private final ThreadLocal<Mac> macs;

    private final boolean weak;

    private SigningSecret(byte[] key) {
        weak = key.length < USUAL_BYTES;
        Mac prototype = keyed(key);
        macs = ThreadLocal.withInitial(() -> copyOf(prototype));
    }

    /**
     * @param text base64 with or without {@code whsec_} in front, as Clerk shows it
     * @throws IllegalArgumentException when it cannot be one: empty, another of Clerk's keys, not base64, or of fewer bytes
     *     than anybody makes; the message does not repeat it
     */
    static SigningSecret parse(String text) {
        OTHERS.forEach((prefix, name) -> {
            if (text.startsWith(prefix)) {
                throw new IllegalArgumentException("is " + name);
            }
        });
        String encoded = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException notBase64) {
            // Not as the cause: the decoder's message quotes a character of the secret.
            throw new IllegalArgumentException("is not base64");
        }
        if (key.length == 0) {
            throw new IllegalArgumentException("is empty");
        }
        if (key.length < FEWEST_BYTES) {
            throw new IllegalArgumentException("has fewer than " + FEWEST_BYTES + " bytes, so it can be guessed");
        }
        return new SigningSecret(key);
    }

    /** Whether it has fewer bytes than those that Clerk makes. Accepted nevertheless: it may be in use. */
    boolean isWeak() {
        return weak;
    }

    /** The 44 base64 characters that must follow {@code v1,}. */
    byte[] sign(SignatureHeaders headers, byte[] body) {
        Mac mac = macs.get();
        mac.update(headers.messageId().value().getBytes(StandardCharsets.ISO_8859_1));
        mac.update((byte) '.');
        mac.update(headers.timestamp().getBytes(StandardCharsets.ISO_8859_1));
        mac.update((byte) '.');
        return Base64.getEncoder().encode(mac.doFinal(body));
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    private static Mac copyOf(Mac prototype) {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " can be cloned", impossible);
        }
    }

    @Override
    public String toString() {
        return "SigningSecret[redacted]";
    }
}
