package dev.rollcall.simulator.api;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question.
 *
 * @param path after {@code /v1/}
 * @param query as form decoders read it: a raw plus is a space
 */
public record ApiRequest(String path, Map<String, List<String>> query) {

    private static final String BASE = "/v1/";

    public ApiRequest {
        query = Map.copyOf(query);
    }

    static ApiRequest of(URI uri) {
        String path = uri.getPath();
        Map<String, List<String>> query = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            query.computeIfAbsent(name, first -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new ApiRequest(path.startsWith(BASE) ? path.substring(BASE.length()) : "", query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Only the first counts. */
    @Nullable String first(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    List<String> all(String name) {
        return query.getOrDefault(name, List.of());
    }

    boolean isTrue(String name) {
        return "true".equals(first(name));
    }
}
