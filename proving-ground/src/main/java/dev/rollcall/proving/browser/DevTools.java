package dev.rollcall.proving.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One page's end of the <a href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a>. */
final class DevTools implements AutoCloseable {

    private static final long LONGEST_SECONDS = 180;
    private static final JsonMapper JSON = new JsonMapper();

    private final BiConsumer<String, JsonNode> events;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final WebSocket socket;

    /** @param events told of each event of the page: its method and its parameters */
    DevTools(HttpClient client, URI page, BiConsumer<String, JsonNode> events)
            throws IOException, InterruptedException {
        this.events = events;
        socket = within(client.newWebSocketBuilder().buildAsync(page, new Listener()));
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                receive(message);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").intValue());
            if (answer != null) {
                answer.complete(message);
            }
        } else {
            events.accept(message.path("method").asString(""), message.path("params"));
        }
    }

    /** @throws IllegalStateException when the page refuses the call */
    JsonNode call(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String message = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        within(socket.sendText(message, true));
        JsonNode answered = within(answer);
        if (answered.has("error")) {
            throw new IllegalStateException(method + ": " + answered.path("error"));
        }
        return answered.path("result");
    }

    private static <T> T within(Future<T> awaited) throws IOException, InterruptedException {
        try {
            return awaited.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("Chromium does not answer", failed);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
