package dev.rollcall.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks 1.0.0 describes it, written from the specification and sharing nothing with the gateway: the
 * oracle of its tests.
 *
 * @param secret {@code whsec_} and base64
 */
public record Signer(String secret) {

    /** Of the published known answers. */
    public static final Signer PUBLISHED = new Signer("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** One signature, such as {@code v1,<base64>}. */
    public String sign(String id, String timestamp, byte[] body) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            signed.writeBytes(body);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
