package dev.rollcall.gateway.verify;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.model.event.MessageId;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The three headers that are signed or sign: one whole family of {@code svix-*} or {@code webhook-*}, each exactly once,
 * in the one form that two parsers cannot read differently.
 *
 * @param messageId letters, digits, '_' and '-' only: a '.' would let the boundary of the signed fields be shifted
 * @param timestamp seconds since the epoch as the sender wrote them, which is what is signed; at most 12 digits
 * @param signature at most {@value #MOST_SIGNATURES} entries such as {@code v1,<base64>}, separated by blanks
 */
public record SignatureHeaders(MessageId messageId, String timestamp, String signature) implements HeaderReading {

    /** A rotation of Svix sends at most 11: the current key and 10 old ones. */
    static final int MOST_SIGNATURES = 16;

    private static final int LONGEST_ID = 128;
    private static final int MOST_DIGITS = 12;
    private static final String[] SVIX = {"svix-id", "svix-timestamp", "svix-signature"};
    private static final String[] WEBHOOK = {"webhook-id", "webhook-timestamp", "webhook-signature"};

    /** Reads them from all headers of a request, names in any case. */
    public static HeaderReading read(Iterator<Map.Entry<CharSequence, CharSequence>> headers) {
        @Nullable String[] svix = new String[SVIX.length];
        @Nullable String[] webhook = new String[WEBHOOK.length];
        boolean repeated = false;
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            CharSequence name = header.getKey();
            repeated |= take(SVIX, svix, name, header.getValue()) || take(WEBHOOK, webhook, name, header.getValue());
        }
        if (repeated) {
            return new Refused(Answer.REPEATED_HEADER);
        }
        boolean isSvix = hasAny(svix);
        if (isSvix && hasAny(webhook)) {
            return new Refused(Answer.MIXED_HEADER_FAMILIES);
        }
        return complete(isSvix ? svix : webhook);
    }

    private static HeaderReading complete(@Nullable String[] values) {
        String id = values[0];
        String timestamp = values[1];
        String signature = values[2];
        if (isAbsent(id) || isAbsent(timestamp) || isAbsent(signature)) {
            return new Refused(Answer.MISSING_HEADER);
        }
        if (!isId(id) || !isTimestamp(timestamp) || !isSignatureList(signature)) {
            return new Refused(Answer.MALFORMED_HEADER);
        }
        return new SignatureHeaders(new MessageId(id), timestamp, signature);
    }

    /** Returns whether the header had been seen before. */
    private static boolean take(String[] names, @Nullable String[] values, CharSequence name, CharSequence value) {
        for (int part = 0; part < names.length; part++) {
            if (isNamed(names[part], name)) {
                boolean seen = values[part] != null;
                values[part] = value.toString();
                return seen;
            }
        }
        return false;
    }

    private static boolean isNamed(String expected, CharSequence name) {
        if (name.length() != expected.length()) {
            return false;
        }
        for (int index = 0; index < expected.length(); index++) {
            char character = name.charAt(index);
            char lower = character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
            if (lower != expected.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAny(@Nullable String[] values) {
        return values[0] != null || values[1] != null || values[2] != null;
    }

    private static boolean isAbsent(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    private static boolean isId(String value) {
        if (value.length() > LONGEST_ID) {
            return false;
        }
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
            if (!isLetter && !isDigit(character) && character != '_' && character != '-') {
                return false;
            }
        }
        return true;
    }

    /** Canonical decimal digits only: other spellings of one number would carry one signature under several texts. */
    private static boolean isTimestamp(String value) {
        int first = value.charAt(0) == '-' ? 1 : 0;
        int digits = value.length() - first;
        if (digits == 0 || digits > MOST_DIGITS || (value.charAt(first) == '0' && value.length() > 1)) {
            return false;
        }
        for (int index = first; index < value.length(); index++) {
            if (!isDigit(value.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSignatureList(String value) {
        int entries = 0;
        char before = ' ';
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean isPrintable = (character >= ' ' && character < 0x7f) || character == '\t';
            if (!isPrintable) {
                return false;
            }
            if (before == ' ' && character != ' ') {
                entries++;
            }
            before = character;
        }
        return entries <= MOST_SIGNATURES;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
