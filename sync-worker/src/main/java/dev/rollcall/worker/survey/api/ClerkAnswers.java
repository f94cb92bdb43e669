package dev.rollcall.worker.survey.api;

import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** What can be asked: an object or a page. {@link ClerkApi} asks Clerk. */
public interface ClerkAnswers extends Pages {

    /**
     * One object, or whatever the address answers.
     *
     * @throws ApiException for every answer that is not 200 with JSON
     */
    JsonNode object(ApiQuery query) throws ApiException, InterruptedException;

    /** As many as are asked at most; empty where nothing but the answers bounds it. */
    default OptionalDouble requestsPerSecond() {
        return OptionalDouble.empty();
    }
}
