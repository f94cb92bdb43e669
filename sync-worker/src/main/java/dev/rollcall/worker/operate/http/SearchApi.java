package dev.rollcall.worker.operate.http;

import dev.rollcall.worker.operate.lookup.EntitySearch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Users and organizations by what people know of them. What is searched for comes in the body: an address would stay in the
 * access log of whatever is before this port, and in the browser's history. Every search is audited.
 */
@RestController
@RequestMapping(path = "/ops/search", produces = MediaType.APPLICATION_JSON_VALUE)
public final class SearchApi {

    private static final int LARGEST_BODY = 4 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final EntitySearch search;
    private final OpsDoor door;

    public SearchApi(EntitySearch search, OpsDoor door) {
        this.search = search;
        this.door = door;
    }

    private record Order(@Nullable String text) {}

    @PostMapping
    ResponseEntity<String> find(HttpServletRequest request, InputStream body) {
        return door.answer(request, actor -> Map.of("matches", search.find(text(body), actor)));
    }

    private static String text(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY);
        try {
            Order order = JSON.readValue(bytes, Order.class);
            if (order != null && order.text() != null) {
                return order.text();
            }
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(
                    "the body has to be a JSON object with text, of 4 KiB at most", unreadable);
        }
        throw new IllegalArgumentException("the body has to be a JSON object with text");
    }
}
