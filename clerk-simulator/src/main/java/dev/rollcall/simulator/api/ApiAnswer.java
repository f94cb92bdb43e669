package dev.rollcall.simulator.api;

import java.util.Map;

/** What the API says. */
record ApiAnswer(int status, Map<String, String> headers, String body) {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static ApiAnswer ok(String body) {
        return new ApiAnswer(200, JSON, body);
    }

    static ApiAnswer json(int status, String body) {
        return new ApiAnswer(status, JSON, body);
    }
}
