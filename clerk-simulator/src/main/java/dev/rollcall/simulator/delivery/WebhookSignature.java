package dev.rollcall.simulator.delivery;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Svix does: HMAC-SHA256 over {@code <id>.<timestamp>.<body>} with the bytes behind {@code whsec_}. Safe for
 * use by many threads. Source: docs.svix.com, "How to verify webhooks manually"; Standard Webhooks 1.0.0.
 */
public final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final Mac keyed;

    private WebhookSignature(byte[] key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    /** @throws IllegalArgumentException when the secret is not {@code whsec_} and base64; it does not repeat it */
    public static WebhookSignature of(String secret) {
        String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        byte[] key;
        try {
            key = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("the signing secret must be whsec_ and base64");
        }
        if (key.length == 0) {
            throw new IllegalArgumentException("the signing secret is empty; it must be whsec_ and base64");
        }
        return new WebhookSignature(key);
    }

    /**
     * @param timestampSeconds of the attempt, seconds since the epoch
     * @return the value of {@code svix-signature}: {@code v1,<base64>}
     */
    public String sign(String messageId, long timestampSeconds, byte[] body) {
        Mac mac = copy();
        mac.update((messageId + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    /** Makes the request a signed webhook. */
    public HttpRequest.Builder post(HttpRequest.Builder request, String messageId, long timestampSeconds, byte[] body) {
        return post(request, messageId, timestampSeconds, body, sign(messageId, timestampSeconds, body));
    }

    /** Makes the request a webhook with these signatures, be they right or wrong. */
    static HttpRequest.Builder post(
            HttpRequest.Builder request, String messageId, long timestampSeconds, byte[] body, String signatures) {
        return request.setHeader("Content-Type", "application/json")
                .setHeader("svix-id", messageId)
                .setHeader("svix-timestamp", Long.toString(timestampSeconds))
                .setHeader("svix-signature", signatures)
                .POST(BodyPublishers.ofByteArray(body));
    }

    /** A copy is already keyed, and cheaper than a new one. */
    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", impossible);
        }
    }
}
