package dev.rollcall.proving.browser;

import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.proving.servers.OptionalProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine's own Chromium without a window, driven by its DevTools protocol: real clicks and keys. Nothing is
 * downloaded, and no driver is between. Waiting happens in the page. It is an {@linkplain OptionalProgram optional
 * program}: tests ask {@link #isThere} first.
 */
public final class Chromium implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:[0-9]+)/.*");
    /** How the protocol refuses an answer of a page that another took the place of. */
    private static final Pattern LEFT = Pattern.compile("navigated|context|Promise was collected");

    private static final JsonMapper JSON = new JsonMapper();

    /** Exceptions, what the page wrote as an error, and what its security policy or the network refused. */
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private final List<String> requested = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Path profile;
    private final HttpClient client = HttpClient.newHttpClient();
    private final DevTools page;

    private static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** For {@code assumeTrue}. */
    public static boolean isThere() {
        return OptionalProgram.isThere(
                installed(),
                "no Chromium on this machine: install Debian's package chromium to try pages in a browser");
    }

    /** A browser with one empty page. */
    public static Chromium start() throws IOException, InterruptedException {
        return new Chromium(installed().orElseThrow());
    }

    private Chromium(Path binary) throws IOException, InterruptedException {
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
        HttpRequest opened = HttpRequest.newBuilder(URI.create("http://" + listening() + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String address = JSON.readTree(client.send(opened, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("webSocketDebuggerUrl")
                .asString();
        page = new DevTools(client, URI.create(address), this::happened);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
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

    private void happened(String event, JsonNode what) {
        switch (event) {
            case "Runtime.exceptionThrown" -> errors.add(what.toString());
            case "Runtime.consoleAPICalled" -> {
                if (what.path("type").asString("").equals("error")) {
                    errors.add(what.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = what.path("entry");
                if (entry.path("level").asString("").equals("error")) {
                    errors.add(entry.path("text").asString("") + " "
                            + entry.path("url").asString(""));
                }
            }
            case "Network.requestWillBeSent" ->
                requested.add(what.path("request").path("url").asString(""));
            default -> {
                // The protocol tells of much more.
            }
        }
    }

    /** Exceptions, what the page wrote as an error, and what its security policy or the network refused; may be cleared. */
    public List<String> errors() {
        return errors;
    }

    /** Addresses that were asked for, redirects included, in their order. */
    public List<String> requested() {
        return List.copyOf(requested);
    }

    /** A method of the protocol; its result. */
    public JsonNode call(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        return page.call(method, parameters);
    }

    /** The value of an expression; promises are awaited. */
    public JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode result = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    public void open(String address) throws IOException, InterruptedException {
        call("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Until the expression holds, looked at by the page itself, and by the next one where a click leads there meanwhile. */
    public void await(String condition) throws IOException, InterruptedException {
        String look = """
                new Promise((resolve) => {
                  const end = Date.now() + 120000;
                  const look = () => {
                    let holds = false;
                    try { holds = Boolean(%s); } catch { holds = false; }
                    if (holds || Date.now() > end) resolve(holds); else setTimeout(look, 50);
                  };
                  look();
                })""".formatted(condition);
        if (!evaluateOnThisPageOrTheNext(look).asBoolean(false)) {
            throw new AssertionError("did not come true: " + condition + "; the page says:\n" + text("body")
                    + "\nits errors: " + errors);
        }
    }

    private JsonNode evaluateOnThisPageOrTheNext(String expression) throws IOException, InterruptedException {
        while (true) {
            try {
                return evaluate(expression);
            } catch (IllegalStateException refused) {
                if (!LEFT.matcher(String.valueOf(refused.getMessage())).find()) {
                    throw refused;
                }
            }
        }
    }

    public void awaitText(String selector, String part) throws IOException, InterruptedException {
        await("%s.innerText.includes(%s)".formatted(first(selector), quoted(part)));
    }

    public String text(String selector) throws IOException, InterruptedException {
        return evaluate(first(selector) + "?.innerText ?? ''").asString("");
    }

    /**
     * With the mouse, in the middle of the element once it stands still, as a person does: what lies above it takes
     * the click.
     */
    public void click(String selector) throws IOException, InterruptedException {
        clickOn(first(selector));
    }

    /** As {@link #click}, on the first button or link with this label. */
    public void clickLabelled(String label) throws IOException, InterruptedException {
        clickOn("[...document.querySelectorAll('button, a')].find((one) => one.innerText === %s)"
                .formatted(quoted(label)));
    }

    private void clickOn(String element) throws IOException, InterruptedException {
        await(element + ".checkVisibility()");
        JsonNode at = evaluate("""
                (async () => {
                  const frame = () => new Promise(requestAnimationFrame);
                  const place = () => {
                    const element = %s;
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
                })()""".formatted(element));
        double x = at.path("x").doubleValue();
        double y = at.path("y").doubleValue();
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    /** Into what has the focus. */
    public void type(String text) throws IOException, InterruptedException {
        call("Input.insertText", Map.of("text", text));
    }

    public void press(String key, int code) throws IOException, InterruptedException {
        String text = key.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
        }
    }

    /** @param scheme {@code light} or {@code dark} */
    public void look(int width, int height, boolean phone, String scheme) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public void screenshot(Path file) throws IOException, InterruptedException {
        evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        write(file, Map.of("format", "png"));
    }

    /** Also what one would have to scroll to. */
    public void screenshotWhole(Path file) throws IOException, InterruptedException {
        evaluate(
                "scrollTo(0, 0), new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        write(file, Map.of("format", "png", "captureBeyondViewport", true));
    }

    private void write(Path file, Map<String, ?> how) throws IOException, InterruptedException {
        byte[] image = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", how).path("data").asString());
        Files.createDirectories(file.getParent());
        Files.write(file, image);
    }

    private static String first(String selector) {
        return "document.querySelector(" + quoted(selector) + ")";
    }

    /** As a string of JavaScript. */
    public static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    @Override
    public void close() throws IOException {
        page.close();
        client.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        try {
            DirectoryTree.delete(profile);
        } catch (DirectoryNotEmptyException | NoSuchFileException busy) {
            // A child of Chromium still wrote; the system empties its temporary directory.
            profile.toFile().deleteOnExit();
        }
    }
}
