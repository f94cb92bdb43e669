package dev.rollcall.worker.operate.deadletters;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one dead letter by where its record stood; written {@code 3-1042}.
 *
 * @param writer {@code rollcall.progress.id}: the partition, of the topic as it was then
 * @param offset in that partition
 */
public record LetterId(int writer, long offset) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

    /** @throws IllegalArgumentException when the text is not one */
    public static LetterId parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("write the id of a dead letter as the list does, such as 3-1042");
        }
        return new LetterId(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    @JsonValue
    @Override
    public String toString() {
        return writer + "-" + offset;
    }
}
