package dev.rollcall.model.event;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A time as Clerk spells it: milliseconds since the epoch, or RFC 3339 text as in newer versions of its API. */
public final class TextTime {

    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})");

    private static final int LONGEST = 64;

    private TextTime() {}

    /** Milliseconds since the epoch, parts of one dropped; null when it is neither. */
    public static @Nullable Long millis(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? value.longValue() : null;
        }
        return value.isString() ? ofText(value.stringValue()) : null;
    }

    private static @Nullable Long ofText(String text) {
        if (text.length() > LONGEST || !RFC_3339.matcher(text).matches()) {
            return null;
        }
        try {
            String time = text.toUpperCase(Locale.ROOT).replace(' ', 'T');
            // A leap second: java.time knows none.
            boolean leap = time.startsWith(":60", 16);
            String read = (leap ? time.substring(0, 16) + ":59" + time.substring(19) : time)
                    .replaceFirst("(\\.\\d{9})\\d+", "$1");
            long millis = OffsetDateTime.parse(read).toInstant().toEpochMilli();
            return leap ? millis + 1000 : millis;
        } catch (DateTimeException impossible) {
            return null;
        }
    }
}
