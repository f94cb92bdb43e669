package dev.rollcall.benchmark.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs and verifies as Standard Webhooks 1.0.0 and Svix do, and nothing more. Not safe for several threads. */
public final class Signer {

    private final Mac mac;

    /** @param secret {@code whsec_} and base64 */
    public Signer(String secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The value of the signature header. */
    public String sign(String messageId, String timestamp, byte[] body) {
        mac.update((messageId + "." + timestamp + ".").getBytes(StandardCharsets.ISO_8859_1));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
