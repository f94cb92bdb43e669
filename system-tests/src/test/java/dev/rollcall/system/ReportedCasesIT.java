package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.delivery.WebhookSignature;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reports of users, and what reading the code for the same kind of mistake found, from the signed request to the row:
 * our own in {@code src/test/resources/cases}, and others in the folder that {@code -Drollcall.cases=…} names, by default
 * one beside the repository, where there is one. Of two with the same name ours counts; it says why.
 */
class ReportedCasesIT {

    private static final Path OWN = Path.of("src/test/resources/cases");
    private static final Path OTHERS = Path.of(System.getProperty("rollcall.cases", "../../shared/cases"));
    private static final Duration LONGEST_WAY = Duration.ofMinutes(5);
    private static final WebhookSignature SIGNATURE = WebhookSignature.of(RunningStack.SECRET);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static RunningStack stack;
    private static boolean used;
    private static int databases;

    @BeforeAll
    static void startEverything() throws InterruptedException {
        stack = RunningStack.start(directory);
    }

    @AfterAll
    static void stopEverything() {
        CLIENT.close();
        if (stack != null) {
            stack.close();
        }
    }

    /** Those that want an empty database first: the one that is there is empty for the first of them. */
    static Stream<ReportedCase> cases() throws IOException {
        Map<String, ReportedCase> all = new TreeMap<>();
        for (Path folder : List.of(OTHERS, OWN)) {
            ReportedCase.in(folder).forEach(reported -> all.put(reported.file(), reported));
        }
        return Stream.concat(
                all.values().stream().filter(ReportedCase::wantsAnEmptyDatabase),
                all.values().stream().filter(reported -> !reported.wantsAnEmptyDatabase()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsAsItMust(ReportedCase reported) throws Exception {
        if (used && reported.wantsAnEmptyDatabase()) {
            databases++;
            stack.moveTo("case_" + databases);
        }
        used = true;
        for (int number = 0; number < reported.steps().size(); number++) {
            JsonNode step = reported.steps().get(number);
            if (step.has("post") || step.has("raw")) {
                post(reported, step, number);
            } else if (step.has("sql")) {
                assertThat(rows(step.get("sql").stringValue()))
                        .as(
                                step.has("why")
                                        ? step.get("why").stringValue()
                                        : step.get("sql").stringValue())
                        .isEqualTo(step.get("should"));
            } else if (step.has("feed")) {
                assertThat(announced(
                                step.get("feed").get(0).stringValue(),
                                step.get("feed").get(1).stringValue()))
                        .as("feed %s", step.get("feed"))
                        .isEqualTo(step.get("should"));
            } else {
                String text = step.get("log").get(1).stringValue();
                assertThat(records(step.get("log").get(0).stringValue()).stream()
                                .filter(record -> record.value() != null
                                        && new String(record.value(), StandardCharsets.UTF_8).contains(text)))
                        .as("%s", step)
                        .hasSize(step.get("should").intValue());
            }
        }
    }

    private static void post(ReportedCase reported, JsonNode step, int number) throws Exception {
        byte[] body = (step.has("raw")
                        ? step.get("raw").stringValue()
                        : step.get("post").toString())
                .getBytes(StandardCharsets.UTF_8);
        String id = step.has("id") ? step.get("id").stringValue() : "msg_" + reported.run() + "_" + number;
        long now = Instant.now().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(stack.webhookUrl())
                .setHeader("content-type", "application/json")
                .setHeader("svix-id", id)
                .setHeader("svix-timestamp", Long.toString(now))
                .setHeader("svix-signature", SIGNATURE.sign(id, now, body))
                .POST(BodyPublishers.ofByteArray(body));
        if (step.has("headers")) {
            step.get("headers")
                    .properties()
                    .forEach(header ->
                            request.setHeader(header.getKey(), header.getValue().stringValue()));
        }
        assertThat(CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode())
                .as("answer to step %s", number)
                .isEqualTo(step.has("status") ? step.get("status").intValue() : 202);
        // Each by itself, as deliveries are that come one after the other.
        stack.worker().awaitUntil(ReportedCasesIT::isDrained, LONGEST_WAY);
        assertThat(isDrained()).as("consumed within %s", LONGEST_WAY).isTrue();
    }

    private static boolean isDrained() {
        return stack.lag() == 0;
    }

    private static JsonNode rows(String query) throws SQLException {
        ArrayNode rows = ReportedCase.JSON.createArrayNode();
        try (Connection connection = DriverManager.getConnection(stack.backendUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                ArrayNode row = rows.addArray();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    add(row, result.getObject(column));
                }
            }
        }
        return rows;
    }

    /** As node-postgres gives it: bigint as text, json as JSON. */
    private static void add(ArrayNode row, Object value) throws SQLException {
        switch (value) {
            case null -> row.addNull();
            case Boolean truth -> row.add(truth);
            case Integer number -> row.add(number);
            case Double number -> row.add(number);
            case Long number -> row.add(number.toString());
            case BigDecimal number -> row.add(number.toPlainString());
            case java.sql.Array array -> {
                ArrayNode elements = row.addArray();
                for (Object element : (Object[]) array.getArray()) {
                    add(elements, element);
                }
            }
            default -> {
                String text = value.toString();
                String type = value.getClass().getSimpleName();
                if (type.equals("PGobject")) {
                    row.add(ReportedCase.JSON.readTree(text));
                } else {
                    row.add(text);
                }
            }
        }
    }

    private static JsonNode announced(String topic, String key) {
        ArrayNode announced = ReportedCase.JSON.createArrayNode();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
            if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                announced.addArray().add(header(record, "ce_type")).add(header(record, "ce_revision"));
            }
        }
        return announced;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return CommittedRecords.of(stack, topic);
    }
}
