package dev.rollcall.worker.survey.api;

import dev.rollcall.model.json.StoredJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What came back: a status, what {@code Retry-After} says in whole seconds, and the bytes. A status of 0 says that the
 * connection failed.
 */
final class ApiAnswer {

    private static final int OK = 200;
    private static final int PAYMENT = 402;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int UNAUTHENTICATED = 401;

    private final int status;
    private final @Nullable Duration retryAfter;
    private final byte[] body;

    ApiAnswer(int status, @Nullable Duration retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Not a copy. */
    byte[] body() {
        return body;
    }

    boolean isOk() {
        return status == OK;
    }

    /** Whether the same question may be asked again, and has a chance. */
    boolean isWorthRepeating() {
        return status == 0
                || status == TIMEOUT
                || (status == CONFLICT && code().equals("resource_locked"))
                || status == TOO_MANY
                || status >= SERVER;
    }

    /** Of an answer that is not 200. */
    ApiException failure(ApiQuery query) {
        String asked = query.label() + ": ";
        return switch (status) {
            case UNAUTHENTICATED ->
                new ApiException(
                        ApiException.Kind.KEY_REFUSED,
                        "Clerk refuses CLERK_SECRET_KEY (401); write a secret key of this instance that has not been deleted");
            case PAYMENT, FORBIDDEN, GONE ->
                new ApiException(
                        ApiException.Kind.UNAVAILABLE, asked + "not available to this instance (" + status + ")");
            case NOT_FOUND ->
                code().equals("resource_not_found")
                        ? new ApiException(ApiException.Kind.NOT_FOUND, asked + "not found (404)")
                        : new ApiException(ApiException.Kind.MALFORMED, asked + "404, and not in Clerk's words");
            case 0 -> new ApiException(ApiException.Kind.EXHAUSTED, asked + "no connection, or none that lasted");
            default ->
                isWorthRepeating()
                        ? new ApiException(
                                ApiException.Kind.EXHAUSTED, asked + "Clerk answered " + status + " again and again")
                        : new ApiException(
                                ApiException.Kind.MALFORMED, asked + "Clerk refused the question (" + status + ")");
        };
    }

    /** The first code of its errors; empty where it is not in Clerk's words. A proxy answers 404 as well. */
    private String code() {
        try {
            return StoredJson.MAPPER
                    .readTree(body)
                    .path("errors")
                    .path(0)
                    .path("code")
                    .asString("");
        } catch (JacksonException unreadable) {
            return "";
        }
    }
}
