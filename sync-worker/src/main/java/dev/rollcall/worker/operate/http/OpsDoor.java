package dev.rollcall.worker.operate.http;

import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.worker.operate.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets a request in or not, and answers: JSON, errors without internals.
 *
 * <pre>
 * tokens configured   loopback setting   a request with a right token   without one, from loopback   without one, else
 * yes                 not set, false     in                             401                          401
 * yes                 true               in                             in                           401
 * no                  not set, true      -                              in                           404
 * no                  false              -                              404                          404
 * </pre>
 *
 * A wrong token is 401 from everywhere.
 */
public final class OpsDoor {

    private static final Logger LOG = LoggerFactory.getLogger(OpsDoor.class);
    private static final RepeatedFailures FAILURES = new RepeatedFailures(System::nanoTime);
    private static final JsonMapper JSON = new JsonMapper();

    private final OpsTokens tokens;
    private final boolean loopback;
    private final AtomicBoolean saidHow = new AtomicBoolean();

    /** @param loopback whether loopback needs no token; null for where there are none */
    public OpsDoor(OpsTokens tokens, @Nullable Boolean loopback) {
        this.tokens = tokens;
        this.loopback = loopback == null ? !tokens.exist() : loopback;
    }

    /** What is done for one who was let in. */
    interface Act {
        Object run(Actor actor) throws SQLException, IOException, InterruptedException;
    }

    /** What cannot be done as things stand. */
    record Refused(HttpStatus status, String why) {}

    /** Whether a request comes in. */
    sealed interface Entry {
        record LetIn(Actor actor) implements Entry {}

        record TurnedAway(ResponseEntity<String> answer) implements Entry {}
    }

    Entry enter(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        Optional<String> holder = tokens.holderOf(authorization);
        if (holder.isPresent()) {
            return new Entry.LetIn(Actor.ofToken(holder.get()));
        }
        if (loopback && authorization == null && Loopback.isOrigin(request)) {
            return new Entry.LetIn(Actor.ofLoopback());
        }
        if (!tokens.exist()) {
            if (!saidHow.getAndSet(true)) {
                LOG.info("/ops was asked for from elsewhere and is off there; set ROLLCALL_OPS_TOKEN or"
                        + " ROLLCALL_OPS_TOKEN_FILE to enable it");
            }
            return new Entry.TurnedAway(error(HttpStatus.NOT_FOUND, "not found"));
        }
        return new Entry.TurnedAway(ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .contentType(MediaType.APPLICATION_JSON)
                .body(errorBody("a bearer token is required")));
    }

    ResponseEntity<String> answer(HttpServletRequest request, Act act) {
        return switch (enter(request)) {
            case Entry.TurnedAway turned -> turned.answer();
            case Entry.LetIn in -> run(in.actor(), act);
        };
    }

    /** The console asks again and again. */
    private static void sayOnce(String failure) {
        if (FAILURES.happened(failure).isPresent()) {
            LOG.warn("{}", failure);
        }
    }

    private static ResponseEntity<String> run(Actor actor, Act act) {
        try {
            Object done = act.run(actor);
            return done instanceof Refused refused ? error(refused.status(), refused.why()) : ok(done);
        } catch (IllegalArgumentException wrong) {
            return error(HttpStatus.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        } catch (SQLException | KafkaException away) {
            sayOnce("An operator's request failed: " + away.getClass().getSimpleName());
            return error(HttpStatus.SERVICE_UNAVAILABLE, "PostgreSQL or Kafka cannot do it now");
        } catch (IOException broken) {
            return error(HttpStatus.BAD_REQUEST, "the request ended early");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return error(HttpStatus.SERVICE_UNAVAILABLE, "the worker stops");
        } catch (RuntimeException defect) {
            if (FAILURES.happened("defect " + defect.getClass().getName()).isPresent()) {
                LOG.error("An operator's request failed", defect);
            }
            return error(HttpStatus.INTERNAL_SERVER_ERROR, "it failed; the worker's log says how");
        }
    }

    private static ResponseEntity<String> ok(Object body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsString(body));
    }

    static ResponseEntity<String> error(HttpStatus status, String text) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(errorBody(text));
    }

    private static String errorBody(String text) {
        return JSON.writeValueAsString(Map.of("error", text));
    }
}
