package dev.rollcall.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine's own Chromium without a window, driven by its DevTools protocol: real clicks and keys. Nothing is
 * downloaded, and no driver is between. Waiting happens in the page.
 */
final class Chromium implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:[0-9]+)/.*");
    private static final long LONGEST_SECONDS = 180;
    private static final JsonMapper JSON = new JsonMapper();

    /** Errors of the page: exceptions, and what its security policy or the network refused. */
    final List<String> errors = Collections.synchronizedList(new ArrayList<>());

    private final Process process;
    private final Path profile;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path binary) throws Exception {
        profile = Files.createTempDirectory("chromium");
        process = new ProcessBuilder(
                        binary.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--force-prefers-reduced-motion",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://" + listening() + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String address = JSON.readTree(
                        client.send(page, HttpResponse.BodyHandlers.ofString()).body())
                .get("webSocketDebuggerUrl")
                .stringValue();
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        call("Page.enable", Map.of());
        call("Runtime.enable", Map.of());
        call("Log.enable", Map.of());
    }

    private String listening() throws IOException {
        BufferedReader output = process.errorReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                return listening.group(1);
            }
            line = output.readLine();
        }
        throw new IllegalStateException("Chromium ended before it listened");
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
            return null;
        }
    }

    private void receive(JsonNode message) {
        JsonNode id = message.get("id");
        if (id != null) {
            CompletableFuture<JsonNode> answer = answers.remove(id.intValue());
            if (answer != null) {
                answer.complete(message);
            }
        } else if (message.path("method").asString("").equals("Runtime.exceptionThrown")) {
            errors.add(message.get("params").toString());
        } else if (message.path("method").asString("").equals("Log.entryAdded")) {
            JsonNode entry = message.get("params").get("entry");
            if (entry.path("level").asString("").equals("error")) {
                errors.add(entry.path("text").asString("") + " "
                        + entry.path("url").asString(""));
            }
        }
    }

    JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String message = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(message, true).get(LONGEST_SECONDS, TimeUnit.SECONDS);
        JsonNode answered = answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        if (answered.get("error") != null) {
            throw new IllegalStateException(method + ": " + answered.get("error"));
        }
        return answered.get("result");
    }

    /** The value of an expression; promises are awaited. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode result = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (result.get("exceptionDetails") != null) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    void open(String address) throws Exception {
        call("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Until the expression holds, looked at by the page itself. */
    void await(String condition) throws Exception {
        boolean held = evaluate("""
                new Promise((resolve) => {
                  const end = Date.now() + 120000;
                  const look = () => {
                    let holds = false;
                    try { holds = Boolean(%s); } catch { holds = false; }
                    if (holds || Date.now() > end) resolve(holds); else setTimeout(look, 50);
                  };
                  look();
                })""".formatted(condition)).asBoolean(false);
        if (!held) {
            throw new AssertionError("did not come true: " + condition + "; the page says:\n" + text("body")
                    + "\nits errors: " + errors);
        }
    }

    void awaitText(String selector, String part) throws Exception {
        await("document.querySelector(%s).innerText.includes(%s)".formatted(quoted(selector), quoted(part)));
    }

    String text(String selector) throws Exception {
        return evaluate("document.querySelector(%s)?.innerText ?? ''".formatted(quoted(selector)))
                .asString("");
    }

    /**
     * With the mouse, in the middle of the element once it stands still, as a person does: what lies above it takes
     * the click.
     */
    void click(String selector) throws Exception {
        await("document.querySelector(%s).checkVisibility()".formatted(quoted(selector)));
        JsonNode at = evaluate("""
                (async () => {
                  const frame = () => new Promise(requestAnimationFrame);
                  const place = () => {
                    const element = document.querySelector(%s);
                    element.scrollIntoView({ block: 'center' });
                    const box = element.getBoundingClientRect();
                    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
                  };
                  let last = place();
                  for (;;) {
                    await frame();
                    const now = place();
                    if (now.x === last.x && now.y === last.y) {
                      return now;
                    }
                    last = now;
                  }
                })()""".formatted(quoted(selector)));
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            at.get("x").doubleValue(),
                            "y",
                            at.get("y").doubleValue(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** Into what has the focus. */
    void type(String text) throws Exception {
        call("Input.insertText", Map.of("text", text));
    }

    void press(String key, int code) throws Exception {
        String text = key.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
        }
    }

    void look(int width, int height, boolean phone, String scheme) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void screenshot(Path file) throws Exception {
        evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        write(file, Map.of("format", "png"));
    }

    private void write(Path file, Map<String, ?> how) throws Exception {
        byte[] image = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", how)
                        .get("data")
                        .stringValue());
        Files.createDirectories(file.getParent());
        Files.write(file, image);
    }

    /** Also what one would have to scroll to. */
    void screenshotWhole(Path file) throws Exception {
        evaluate("scrollTo(0, 0), new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        write(file, Map.of("format", "png", "captureBeyondViewport", true));
    }

    static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        client.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryNotEmptyException | UncheckedIOException busy) {
            // A child of Chromium still wrote; the system empties its temporary directory.
            profile.toFile().deleteOnExit();
        }
    }
}
