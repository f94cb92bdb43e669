package dev.rollcall.worker.operate.http;

import dev.rollcall.model.failure.RepeatedFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that the management API takes, each with the name under which the audit notes its holder. A file is read
 * again for every request, so a token changes without a restart.
 */
public final class OpsTokens {

    private static final Logger LOG = LoggerFactory.getLogger(OpsTokens.class);

    private static final Pattern ENTRY = Pattern.compile("(?:([A-Za-z0-9_.-]{1,64}):)?([A-Za-z0-9._~+/=-]{16,512})");
    private static final String NAME_OF_THE_ONLY = "ops";
    private static final String BEARER = "Bearer ";

    private final @Nullable String given;
    private final @Nullable Path file;
    private final RepeatedFailures repeated = new RepeatedFailures(System::nanoTime);
    private volatile Map<String, byte[]> known;

    private OpsTokens(@Nullable String given, @Nullable Path file) {
        this.given = given;
        this.file = file;
        known = Map.of();
    }

    /**
     * Tokens as settings give them: {@code name:token} or the token alone, separated by commas or lines.
     *
     * @param tokens null or blank when there are none
     * @param file null or blank when there is none
     * @throws IllegalArgumentException with one line for the operator that repeats no token
     */
    public static OpsTokens of(@Nullable String tokens, @Nullable String file) {
        boolean inline = tokens != null && !tokens.isBlank();
        boolean inFile = file != null && !file.isBlank();
        if (inline && inFile) {
            throw new IllegalArgumentException("write one of ROLLCALL_OPS_TOKEN and ROLLCALL_OPS_TOKEN_FILE, not both");
        }
        OpsTokens all = new OpsTokens(inline ? tokens : null, inFile ? Path.of(String.valueOf(file)) : null);
        try {
            all.known = all.read();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "ROLLCALL_OPS_TOKEN_FILE names a file that cannot be read: write the path of one", unreadable);
        }
        return all;
    }

    /** Whether anybody can be let in. */
    boolean exist() {
        return given != null || file != null;
    }

    /**
     * Whose token a request has. Every known token is compared, each in a time that does not depend on where they differ.
     *
     * @param authorization the header; null when there is none
     */
    Optional<String> holderOf(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        byte[] hash = hash(authorization.substring(BEARER.length()).strip());
        String holder = null;
        for (Map.Entry<String, byte[]> token : current().entrySet()) {
            if (MessageDigest.isEqual(token.getValue(), hash)) {
                holder = token.getKey();
            }
        }
        return Optional.ofNullable(holder);
    }

    private Map<String, byte[]> current() {
        if (file != null) {
            try {
                known = read();
            } catch (IOException | IllegalArgumentException unusable) {
                // Every request asks, and who has no token can ask as often as he likes.
                if (repeated.isNews("file")) {
                    LOG.warn("ROLLCALL_OPS_TOKEN_FILE cannot be used now; the tokens that were read last still hold");
                }
            }
        }
        return known;
    }

    private Map<String, byte[]> read() throws IOException {
        if (!exist()) {
            return Map.of();
        }
        String text = file == null ? String.valueOf(given) : Files.readString(file);
        Map<String, byte[]> tokens = new LinkedHashMap<>();
        for (String entry : text.split("[,\\r\\n]+", -1)) {
            if (!entry.isBlank()) {
                Matcher parts = ENTRY.matcher(entry.strip());
                if (!parts.matches()) {
                    throw wrong();
                }
                String name = parts.group(1) == null ? NAME_OF_THE_ONLY : parts.group(1);
                if (tokens.put(name, hash(parts.group(2))) != null) {
                    throw wrong();
                }
            }
        }
        if (tokens.isEmpty()) {
            throw wrong();
        }
        return Map.copyOf(tokens);
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException((file == null ? "ROLLCALL_OPS_TOKEN" : "ROLLCALL_OPS_TOKEN_FILE")
                + " has to hold tokens of 16 to 512 letters, digits, '.', '_', '~', '+', '/', '=' or '-', several as"
                + " name:token with a name each; make one with: openssl rand -hex 24");
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
