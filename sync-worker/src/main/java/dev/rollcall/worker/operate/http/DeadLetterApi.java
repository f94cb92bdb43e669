package dev.rollcall.worker.operate.http;

import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Examination;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.deadletters.LetterId;
import dev.rollcall.worker.operate.replay.Pace;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The dead letters over HTTP. Authenticates first, and reads the body afterwards. */
@RestController
@RequestMapping(path = "/ops/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
public final class DeadLetterApi {

    private static final int LETTERS_PER_GROUP = 1_000;
    private static final int LARGEST_BODY = 64 * 1024;

    /** One request publishes for some seconds at most; it reports what is left for the next one. */
    private static final int MOST_REPLAYED = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final DeadLetterOffice office;
    private final OpsDoor door;
    private final InstantSource clock;
    private final ReentrantLock replaying = new ReentrantLock();

    public DeadLetterApi(DeadLetterOffice office, OpsDoor door, Clock clock) {
        this.office = office;
        this.door = door;
        this.clock = clock;
    }

    /** The body of both actions: a filter and what to do with it. Without {@code yes} it is a dry run. */
    private record Order(
            @Nullable String code,
            @Nullable String since,
            @Nullable String until,
            @Nullable String entity,
            @Nullable String id,
            boolean all,
            @Nullable Integer rate,
            @Nullable String reason,
            boolean yes) {

        Filter filter(InstantSource clock) {
            return Filter.parse(new Filter.Text(code, since, until, entity, id, all), clock);
        }
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable String entity,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(defaultValue = "false") String all) {
        return door.answer(request, actor -> {
            Filter filter =
                    Filter.parse(new Filter.Text(code, since, until, entity, id, Boolean.parseBoolean(all)), clock);
            return office.list(filter, LETTERS_PER_GROUP);
        });
    }

    @GetMapping("/{id}")
    ResponseEntity<String> show(
            HttpServletRequest request, @PathVariable String id, @RequestParam(defaultValue = "false") String values) {
        return door.answer(request, actor -> {
            Optional<Examination> found = office.show(LetterId.parse(id), Boolean.parseBoolean(values), actor);
            return found.isPresent() ? found.get() : new OpsDoor.Refused(HttpStatus.NOT_FOUND, "no such dead letter");
        });
    }

    @PostMapping("/replay")
    ResponseEntity<String> replay(HttpServletRequest request, InputStream body) {
        return door.answer(request, actor -> {
            Order order = read(body);
            Filter filter = order.filter(clock);
            Pace pace = Pace.of(order.rate() == null ? Pace.OF_DEAD_LETTERS : order.rate());
            if (order.reason() != null) {
                throw new IllegalArgumentException("a replay takes no reason");
            }
            SequencedMap<String, Long> matching = office.count(filter);
            SequencedMap<String, Object> answer = described(!order.yes(), matching);
            if (order.yes()) {
                if (!replaying.tryLock()) {
                    return new OpsDoor.Refused(HttpStatus.CONFLICT, "another replay runs; ask again when it has ended");
                }
                try {
                    DeadLetterOffice.Replayed replayed = office.replay(filter, pace, MOST_REPLAYED, actor);
                    answer.put("replayed", replayed.replayed());
                    answer.put("gone", replayed.gone());
                    answer.put("left", Math.max(0, sum(matching) - replayed.replayed() - replayed.gone()));
                } finally {
                    replaying.unlock();
                }
            }
            return answer;
        });
    }

    @PostMapping("/discard")
    ResponseEntity<String> discard(HttpServletRequest request, InputStream body) {
        return door.answer(request, actor -> {
            Order order = read(body);
            Filter filter = order.filter(clock);
            Reason reason = Reason.required(order.reason());
            if (order.rate() != null) {
                throw new IllegalArgumentException("discarding takes no rate");
            }
            SequencedMap<String, Object> answer = described(!order.yes(), office.count(filter));
            if (order.yes()) {
                answer.put("discarded", office.discard(filter, reason, actor));
            }
            return answer;
        });
    }

    private static Order read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new IllegalArgumentException("the body is larger than 64 KiB");
        }
        try {
            Order order = JSON.readValue(bytes, Order.class);
            if (order != null) {
                return order;
            }
        } catch (JacksonException unreadable) {
            throw notAnOrder(unreadable);
        }
        throw notAnOrder(null);
    }

    private static IllegalArgumentException notAnOrder(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "the body has to be a JSON object with some of code, since, until, entity, id, all, rate, reason, yes",
                cause);
    }

    private static SequencedMap<String, Object> described(boolean dryRun, SequencedMap<String, Long> matching) {
        SequencedMap<String, Object> answer = new LinkedHashMap<>();
        answer.put("dryRun", dryRun);
        answer.put("matching", sum(matching));
        answer.put("byCode", matching);
        return answer;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
