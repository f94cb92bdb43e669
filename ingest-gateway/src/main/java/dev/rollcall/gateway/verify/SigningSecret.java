package dev.rollcall.gateway.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of one source. Signs as Standard Webhooks 1.0.0 and Svix do: HMAC-SHA256 over
 * {@code <id>.<timestamp>.<body>}, base64. Works on the bytes as they came, so a body need not be text at all.
 */
final class SigningSecret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    /** A MAC is not safe for several threads, and costs more to make than to use. */
    private final ThreadLocal<Mac> macs;

    private SigningSecret(byte[] key) {
        Mac prototype = keyed(key);
        macs = ThreadLocal.withInitial(() -> copyOf(prototype));
    }

    /**
     * @param text base64 with or without {@code whsec_} in front, as Clerk shows it
     * @throws IllegalArgumentException when it is empty or not base64; the message does not repeat it
     */
    static SigningSecret parse(String text) {
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
        return new SigningSecret(key);
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
