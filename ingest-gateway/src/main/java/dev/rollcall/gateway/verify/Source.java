package dev.rollcall.gateway.verify;

import dev.rollcall.model.event.MessageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** One sender and its live secrets, which a file may replace while requests are verified. */
public final class Source {

    private static final String VERSION = "v1,";
    private static final int ENTRY_LENGTH = VERSION.length() + 44;

    private final SourceName name;
    private volatile List<SigningSecret> secrets;
    private volatile boolean stale;

    Source(SourceName name, List<SigningSecret> secrets) {
        this.name = name;
        this.secrets = List.copyOf(secrets);
    }

    public SourceName name() {
        return name;
    }

    /** Whether its file of secrets could not be used when it was read last, so that those read before still hold. */
    public boolean isStale() {
        return stale;
    }

    /** Whether a secret that holds now is shorter than those that Clerk makes. */
    public boolean isWeak() {
        return secrets.stream().anyMatch(SigningSecret::isWeak);
    }

    /** From the next request on these hold and no others. */
    void replaceBy(List<SigningSecret> others) {
        secrets = List.copyOf(others);
        stale = false;
    }

    void keepForNow() {
        stale = true;
    }

    /**
     * Compares each secret's signature with each given one. Every comparison takes the same time, wherever two values
     * begin to differ.
     *
     * @param body the bytes exactly as they were sent
     */
    public SignatureVerdict verify(SignatureHeaders headers, byte[] body) {
        List<byte[]> candidates = candidates(headers.signature());
        if (candidates.isEmpty()) {
            return SignatureVerdict.NO_MATCH;
        }
        List<SigningSecret> live = secrets;
        for (int index = 0; index < live.size(); index++) {
            byte[] expected = live.get(index).sign(headers, body);
            for (byte[] candidate : candidates) {
                if (MessageDigest.isEqual(expected, candidate)) {
                    return index == 0 ? SignatureVerdict.CURRENT : SignatureVerdict.PREVIOUS;
                }
            }
        }
        return SignatureVerdict.NO_MATCH;
    }

    /**
     * Signs with the current secret, as the sender does.
     *
     * @param timestamp seconds since the epoch, in digits
     * @return one entry, such as {@code v1,<base64>}
     */
    public String sign(MessageId messageId, String timestamp, byte[] body) {
        byte[] signature = secrets.getFirst().sign(new SignatureHeaders(messageId, timestamp, ""), body);
        return VERSION + new String(signature, StandardCharsets.ISO_8859_1);
    }

    /** What follows {@code v1,} where it has the length of a signature. Other versions are not ours to judge. */
    private static List<byte[]> candidates(String signatures) {
        List<byte[]> candidates = new ArrayList<>(1);
        int start = 0;
        while (start < signatures.length()) {
            int blank = signatures.indexOf(' ', start);
            int end = blank < 0 ? signatures.length() : blank;
            if (end - start == ENTRY_LENGTH && signatures.startsWith(VERSION, start)) {
                candidates.add(
                        signatures.substring(start + VERSION.length(), end).getBytes(StandardCharsets.ISO_8859_1));
            }
            start = end + 1;
        }
        return candidates;
    }
}
