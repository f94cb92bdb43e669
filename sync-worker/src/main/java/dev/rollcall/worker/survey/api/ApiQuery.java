package dev.rollcall.worker.survey.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** A path and its parameters, in the form that every decoder reads alike. */
public final class ApiQuery {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

    private final String path;
    private final List<String> parameters;

    private ApiQuery(String path, List<String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /** @param steps of the path after {@code /v1}, each a word or an id */
    public static ApiQuery of(String... steps) {
        StringBuilder path = new StringBuilder("/v1");
        for (String step : steps) {
            path.append('/').append(plain(step));
        }
        return new ApiQuery(path.toString(), List.of());
    }

    public ApiQuery with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** A filter never goes out empty: Clerk takes that for all. */
    public ApiQuery with(String name, String value) {
        List<String> more = new ArrayList<>(parameters);
        more.add(plain(name) + "=" + plain(value));
        return new ApiQuery(path, Collections.unmodifiableList(more));
    }

    /** The same name for each, at least one. */
    public ApiQuery withAll(String name, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a filter without a value would mean all");
        }
        ApiQuery query = this;
        for (String value : values) {
            query = query.with(name, value);
        }
        return query;
    }

    /** An id that begins with a sign would include or exclude; nothing here needs to be encoded. */
    private static String plain(String text) {
        if (!PLAIN.matcher(text).matches() || text.startsWith("-")) {
            throw new IllegalArgumentException("not an id or a word of the API");
        }
        return text;
    }

    String uri() {
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    /** For messages: without ids. */
    String label() {
        return path.replaceAll("/[a-z]+_[A-Za-z0-9]{10,}", "/{id}");
    }
}
