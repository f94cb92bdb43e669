package dev.rollcall.worker.ops;

import dev.rollcall.worker.audit.Actor;
import dev.rollcall.worker.audit.Reason;
import dev.rollcall.worker.deadletters.DeadLetterOffice;
import dev.rollcall.worker.deadletters.Examination;
import dev.rollcall.worker.deadletters.Filter;
import dev.rollcall.worker.deadletters.LetterId;
import dev.rollcall.worker.publish.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The dead letters over HTTP. Says who is asked first, reads the body after; answers JSON, errors without internals. */
@RestController
@RequestMapping(path = "/ops/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
public final class DeadLetterApi {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterApi.class);

    private static final int LETTERS_PER_GROUP = 1_000;
    private static final int LARGEST_BODY = 64 * 1024;

    /** One request publishes for some seconds at most; what is left is told, for the next one. */
    private static final int MOST_REPLAYED = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final DeadLetterOffice office;
    private final OpsTokens tokens;
    private final AtomicBoolean saidHow = new AtomicBoolean();
    private final ReentrantLock replaying = new ReentrantLock();

    public DeadLetterApi(DeadLetterOffice office, OpsTokens tokens) {
        this.office = office;
        this.tokens = tokens;
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

        Filter filter() {
            return Filter.parse(new Filter.Text(code, since, until, entity, id, all));
        }
    }

    /** What is done for one who has a token. */
    private interface Act {
        Object run(Actor actor) throws SQLException, IOException, InterruptedException;
    }

    @GetMapping
    ResponseEntity<String> list(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable String entity,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(defaultValue = "false") String all) {
        return answer(authorization, actor -> {
            Filter filter = Filter.parse(new Filter.Text(code, since, until, entity, id, Boolean.parseBoolean(all)));
            return office.list(filter, LETTERS_PER_GROUP);
        });
    }

    @GetMapping("/{id}")
    ResponseEntity<String> show(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") String values) {
        return answer(authorization, actor -> {
            Optional<Examination> found = office.show(LetterId.parse(id), Boolean.parseBoolean(values), actor);
            return found.isPresent() ? found.get() : new Refused(HttpStatus.NOT_FOUND, "no such dead letter");
        });
    }

    @PostMapping("/replay")
    ResponseEntity<String> replay(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            InputStream body) {
        return answer(authorization, actor -> {
            Order order = read(body);
            Filter filter = order.filter();
            Pace pace = Pace.of(order.rate() == null ? Pace.OF_DEAD_LETTERS : order.rate());
            if (order.reason() != null) {
                throw new IllegalArgumentException("a replay takes no reason");
            }
            SequencedMap<String, Long> matching = office.count(filter);
            SequencedMap<String, Object> answer = described(!order.yes(), matching);
            if (order.yes()) {
                if (!replaying.tryLock()) {
                    return new Refused(HttpStatus.CONFLICT, "another replay runs; ask again when it has ended");
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
    ResponseEntity<String> discard(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            InputStream body) {
        return answer(authorization, actor -> {
            Order order = read(body);
            Filter filter = order.filter();
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

    /** What cannot be done as things stand. */
    private record Refused(HttpStatus status, String why) {}

    private ResponseEntity<String> answer(@Nullable String authorization, Act act) {
        if (!tokens.exist()) {
            if (!saidHow.getAndSet(true)) {
                LOG.info(
                        "/ops was asked for and is off; set ROLLCALL_OPS_TOKEN or ROLLCALL_OPS_TOKEN_FILE to enable it");
            }
            return error(HttpStatus.NOT_FOUND, "not found");
        }
        Optional<String> holder = tokens.holderOf(authorization);
        if (holder.isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(errorBody("a bearer token is required"));
        }
        try {
            Object done = act.run(Actor.ofToken(holder.get()));
            return done instanceof Refused refused ? error(refused.status(), refused.why()) : ok(done);
        } catch (IllegalArgumentException wrong) {
            return error(HttpStatus.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        } catch (SQLException | KafkaException away) {
            LOG.warn("An operator's request failed: {}", away.getClass().getSimpleName());
            return error(HttpStatus.SERVICE_UNAVAILABLE, "PostgreSQL or Kafka cannot do it now");
        } catch (IOException broken) {
            return error(HttpStatus.BAD_REQUEST, "the request ended early");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return error(HttpStatus.SERVICE_UNAVAILABLE, "the worker stops");
        } catch (RuntimeException defect) {
            LOG.error("An operator's request failed", defect);
            return error(HttpStatus.INTERNAL_SERVER_ERROR, "it failed; the worker's log says how");
        }
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

    private static ResponseEntity<String> ok(Object body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsString(body));
    }

    private static ResponseEntity<String> error(HttpStatus status, String text) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(errorBody(text));
    }

    private static String errorBody(String text) {
        return JSON.writeValueAsString(Map.of("error", text));
    }
}
