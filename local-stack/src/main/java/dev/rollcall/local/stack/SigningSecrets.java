package dev.rollcall.local.stack;

import dev.rollcall.local.application.Variables;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The signing secrets of Clerk's endpoint.
 *
 * @param inOrder {@code whsec_} and base64, the current one first
 */
public record SigningSecrets(List<String> inOrder) {

    private static final String SETTING = Variables.SIGNING_SECRET;
    private static final String PREFIX = "whsec_";
    /** Svix makes 24 to 64; with fewer than 16 a signature can be guessed. */
    private static final int FEWEST_BYTES = 16;

    public SigningSecrets {
        inOrder = List.copyOf(inOrder);
    }

    /**
     * @param text comma-separated, as {@code CLERK_WEBHOOK_SIGNING_SECRET} has them
     * @throws IllegalArgumentException with one line that says what to write; it repeats nothing of the text
     */
    public static SigningSecrets parse(String text) {
        return parse(SETTING, text);
    }

    /**
     * The same.
     *
     * @param setting where they were written
     */
    public static SigningSecrets parse(String setting, String text) {
        List<String> secrets = Arrays.stream(text.split("[,\\s]+", -1))
                .filter(secret -> !secret.isEmpty())
                .toList();
        if (secrets.isEmpty()) {
            throw refused(setting, "is empty");
        }
        secrets.forEach(secret -> check(setting, secret));
        return new SigningSecrets(secrets);
    }

    private static void check(String setting, String secret) {
        if (secret.startsWith("sk_") || secret.startsWith("pk_")) {
            throw refused(setting, "is an API key of Clerk (" + secret.substring(0, 3) + "...)");
        }
        String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        int bytes;
        try {
            bytes = Base64.getDecoder().decode(encoded).length;
        } catch (IllegalArgumentException notBase64) {
            // Not as the cause: its message quotes a character of the secret.
            throw refused(setting, "is not base64");
        }
        if (bytes < FEWEST_BYTES) {
            throw refused(setting, "is too short to be a signing secret (%d bytes)".formatted(bytes));
        }
    }

    private static IllegalArgumentException refused(String setting, String why) {
        return new IllegalArgumentException(
                "%s %s; copy the signing secret of the webhook endpoint in Clerk's dashboard as it is shown (whsec_...)"
                        .formatted(setting, why));
    }

    /** The one that a sender signs with. */
    public String current() {
        return inOrder.getFirst();
    }

    /** As an environment variable has them. */
    String text() {
        return String.join(",", inOrder);
    }

    /** How many. */
    @Override
    public String toString() {
        return "SigningSecrets[" + inOrder.size() + "]";
    }
}
