package dev.rollcall.local.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Short GET requests to processes on this machine. */
public final class HttpHealth {

    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(BUDGET)
            .build();

    private HttpHealth() {}

    /** Whether the URL answers with a 2xx within two seconds. */
    public static boolean isUp(URI url) throws InterruptedException {
        return isUp(url, BUDGET);
    }

    /** Whether the URL answers with a 2xx within so long; a connection has two seconds. */
    public static boolean isUp(URI url, Duration longest) throws InterruptedException {
        return body(url, longest).isPresent();
    }

    /** The status of the answer; empty when there is none within two seconds. */
    public static OptionalInt status(URI url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(BUDGET).build();
        try {
            return OptionalInt.of(
                    CLIENT.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException silent) {
            return OptionalInt.empty();
        }
    }

    /** The body of a 2xx answer; empty for every other outcome. */
    public static Optional<String> body(URI url) throws InterruptedException {
        return body(url, BUDGET);
    }

    private static Optional<String> body(URI url, Duration longest) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(longest).build();
        try {
            var response = CLIENT.send(request, BodyHandlers.ofString());
            return response.statusCode() / 100 == 2 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException notUp) {
            return Optional.empty();
        }
    }
}
