package dev.rollcall.gateway.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer as it came.
 *
 * @param headers by lower-case name
 */
public record RawAnswer(int status, Map<String, List<String>> headers, String body) {

    /** The only value of a header; '' when it is absent. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        if (values.size() > 1) {
            throw new AssertionError(name + " is repeated: " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }
}
