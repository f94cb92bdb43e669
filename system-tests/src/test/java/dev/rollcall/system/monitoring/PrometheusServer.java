package dev.rollcall.system.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of the test's own, with the example of {@code deploy/} for its configuration. */
public final class PrometheusServer implements AutoCloseable {

    public static final String NOT_INSTALLED = "Prometheus is not installed: apt-get install prometheus";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ChildProcess process;
    private final int port;

    private PrometheusServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where a program is, if it is installed. */
    public static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(path)
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Scrapes each of both every second. */
    public static PrometheusServer start(Path program, Path directory, int gatewayPort, int workerPort)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        String example = Files.readString(RuleFile.ROOT.resolve("deploy/prometheus/prometheus.yml"));
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(
                configuration,
                example.replace("_interval: 15s", "_interval: 1s")
                        .replace("rules/rollcall.yml", RuleFile.RULES.toString())
                        .replace("127.0.0.1:8081", "127.0.0.1:" + gatewayPort)
                        .replace("127.0.0.1:8090", "127.0.0.1:" + workerPort));
        int port = FreePort.any();
        ChildProcess process = ChildProcess.start(ChildCommand.of(
                "prometheus",
                List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"),
                Map.of(),
                directory.resolve("prometheus.log")));
        process.awaitHealthy(URI.create("http://127.0.0.1:" + port + "/-/ready"), Duration.ofMinutes(3));
        return new PrometheusServer(process, port);
    }

    ChildProcess process() {
        return process;
    }

    /** The result of a query now: an array, each with {@code metric} and {@code value}. */
    public JsonNode query(String expression) throws IOException, InterruptedException {
        JsonNode data = ask("/api/v1/query", "query=" + URLEncoder.encode(expression, UTF_8))
                .get("data");
        // A number without labels has another form.
        return data.get("resultType").asString().equals("vector")
                ? data.get("result")
                : JsonMapper.shared()
                        .createArrayNode()
                        .add(JsonMapper.shared().createObjectNode().set("value", data.get("result")));
    }

    /** The label sets of all series that a selector finds, in all the time that was scraped. */
    public JsonNode series(String selector) throws IOException, InterruptedException {
        return ask("/api/v1/series", "match[]=" + URLEncoder.encode(selector, UTF_8))
                .get("data");
    }

    private JsonNode ask(String path, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(form + ": " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Returns once it has ended. */
    @Override
    public void close() {
        process.close();
    }
}
