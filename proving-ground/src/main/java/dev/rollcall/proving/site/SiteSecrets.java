package dev.rollcall.proving.site;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Secrets of one site, made up anew for each: none of them may be found in a log or a metric.
 *
 * @param signing {@code whsec_…}, with which the load is signed
 * @param otherSigning another one, for rotation and for mistakes
 * @param rolePassword of all database roles
 * @param opsToken of the worker's management API
 */
public record SiteSecrets(String signing, String otherSigning, String rolePassword, String opsToken) {

    private static final int BYTES = 24;

    static SiteSecrets generated() {
        SecureRandom random = new SecureRandom();
        return new SiteSecrets(signing(random), signing(random), text(random), text(random));
    }

    /** What to look for. */
    public List<String> canaries() {
        return List.of(signing.substring(6), otherSigning.substring(6), rolePassword, opsToken);
    }

    @Override
    public String toString() {
        return "SiteSecrets[]";
    }

    private static String signing(SecureRandom random) {
        return "whsec_" + Base64.getEncoder().encodeToString(bytes(random));
    }

    private static String text(SecureRandom random) {
        return HexFormat.of().formatHex(bytes(random));
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
