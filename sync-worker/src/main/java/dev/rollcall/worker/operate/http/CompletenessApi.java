package dev.rollcall.worker.operate.http;

import dev.rollcall.worker.operate.console.Completeness;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the copy is from Clerk, over HTTP. No personal data: tables, verdicts, counts and times. */
@RestController
@RequestMapping(path = "/ops/completeness", produces = MediaType.APPLICATION_JSON_VALUE)
public final class CompletenessApi {

    private final Completeness completeness;
    private final OpsDoor door;

    public CompletenessApi(Completeness completeness, OpsDoor door) {
        this.completeness = completeness;
        this.door = door;
    }

    @GetMapping
    ResponseEntity<String> read(HttpServletRequest request) {
        return door.answer(request, actor -> completeness.read());
    }
}
