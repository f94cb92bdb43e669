package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.system.MatrixRow.Expected;
import dev.rollcall.system.MatrixRow.Input;
import dev.rollcall.system.RawRequest.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every row of {@link BadInputMatrix} against the running gateway and worker: first every answer, then, when all is
 * consumed, what became of each. In the end the counters of both applications balance, no log holds a stack trace or a
 * name that was sent, and no partition waits.
 */
class BadInputMatrixIT {

    private static final Duration LONGEST_WAY = Duration.ofMinutes(5);

    @TempDir
    static Path directory;

    private static final Map<MatrixRow, RecordMetadata> WRITTEN = new IdentityHashMap<>();
    private static RunningStack stack;

    @BeforeAll
    static void startEverything() throws InterruptedException {
        // Configured: which event is processed first, and would bind, is nobody's choice.
        stack = RunningStack.start(directory, Map.of("CLERK_INSTANCE_ID", BadInputMatrix.INSTANCE));
    }

    @AfterAll
    static void stopEverything() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void everyRowOfTheMatrixIsHere() {
        List<String> ids = BadInputMatrix.rows().stream().map(MatrixRow::id).toList();
        assertThat(IntStream.rangeClosed(1, 60).mapToObj(number -> "B" + number))
                .allMatch(ids::contains);
    }

    @TestFactory
    Stream<DynamicContainer> everyRowIsAnsweredAndEndsAsItMust() {
        List<MatrixRow> rows = BadInputMatrix.rows();
        Map<MatrixRow, Future<List<Answer>>> slow = new IdentityHashMap<>();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
        rows.stream()
                .filter(BadInputMatrixIT::isSlow)
                .forEach(row -> slow.put(row, senders.submit(() -> exchange(row))));
        senders.shutdown();
        return Stream.of(
                DynamicContainer.dynamicContainer(
                        "answers",
                        rows.stream()
                                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                                    Future<List<Answer>> begun = slow.get(row);
                                    checkAnswers(row, begun == null ? exchange(row) : begun.get());
                                }))),
                DynamicContainer.dynamicContainer(
                        "outcomes",
                        Stream.concat(
                                Stream.of(DynamicTest.dynamicTest("all is consumed", BadInputMatrixIT::awaitConsumed)),
                                rows.stream()
                                        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> checkOutcome(row))))),
                DynamicContainer.dynamicContainer(
                        "afterwards",
                        Stream.of(
                                DynamicTest.dynamicTest("the gateway's counters balance", () -> gatewayBalances(rows)),
                                DynamicTest.dynamicTest("the worker's counters balance", () -> workerBalances(rows)),
                                DynamicTest.dynamicTest("dead letters hold the bytes", () -> deadLettersAreExact(rows)),
                                DynamicTest.dynamicTest("logs are silent", BadInputMatrixIT::logsAreSilent))));
    }

    private static boolean isSlow(MatrixRow row) {
        return switch (row.input()) {
            case Input.Http http -> http.slow();
            case Input.Bytes bytes -> bytes.slow();
            case Input.Record record -> false;
            case Input.None none -> false;
        };
    }

    private static List<Answer> exchange(MatrixRow row) throws ExecutionException, InterruptedException {
        int port = stack.webhookUrl().getPort();
        return switch (row.input()) {
            case Input.Http http ->
                http.requests().stream().map(request -> request.sendTo(port)).toList();
            case Input.Bytes bytes -> List.of(RawRequest.exchange(port, bytes.bytes(), false));
            case Input.Record record -> {
                WRITTEN.put(row, write(record));
                yield List.of();
            }
            case Input.None none -> List.of();
        };
    }

    private static RecordMetadata write(Input.Record record) throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(events(), record.key(), record.value());
        record.headers().forEach((name, value) -> written.headers().add(name, value));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.kafka().bootstrapServers(), "max.request.size", 2 * 1024 * 1024);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(written).get();
        }
    }

    private static void checkAnswers(MatrixRow row, List<Answer> answers) {
        List<Integer> statuses = switch (row.input()) {
            case Input.Http http -> List.of(http.status());
            case Input.Bytes bytes -> bytes.statuses();
            case Input.Record record -> List.of();
            case Input.None none -> List.of();
        };
        for (Answer answer : answers) {
            assertThat(statuses).contains(answer.status());
            assertThat(answer.body()).matches("|\\{\"error\":\"[a-z_]+\"}");
            assertThat(answer.head())
                    .doesNotContainIgnoringCase("webhook-delivery")
                    .doesNotContainIgnoringCase("server:");
        }
    }

    private static void awaitConsumed() throws InterruptedException {
        stack.worker().awaitUntil(() -> stack.lag() == 0, LONGEST_WAY);
        assertThat(stack.lag()).isZero();
    }

    private static void checkOutcome(MatrixRow row) throws SQLException {
        switch (row.expected()) {
            case Expected.Nothing nothing -> {
                for (String id : messageIds(row)) {
                    assertThat(query("select code from rollcall.dead_letters where message_id = '%s'".formatted(id)))
                            .isEmpty();
                    assertThat(query("select id from clerk.users where sync_message_id = '%s'".formatted(id)))
                            .isEmpty();
                }
            }
            case Expected.Excluded excluded ->
                assertThat(query("select id from clerk.other_objects where resource in ('email', 'sms')"))
                        .isEmpty();
            case Expected.DeadLetter dead -> assertThat(codes(row)).containsExactly(dead.code());
            case Expected.Row found -> assertThat(query(found.query())).containsExactly(found.value());
            case Expected.Elsewhere elsewhere -> assertThat(elsewhere.where()).isNotBlank();
        }
    }

    private static List<String> codes(MatrixRow row) throws SQLException {
        RecordMetadata written = WRITTEN.get(row);
        if (written != null) {
            return query("select code from rollcall.dead_letters where partition = %d and \"offset\" = %d"
                    .formatted(written.partition(), written.offset()));
        }
        return query("select code from rollcall.dead_letters where message_id = '%s'"
                .formatted(messageIds(row).getFirst()));
    }

    /** Those that could be ids: a row whose id is broken has none to look for. */
    private static List<String> messageIds(MatrixRow row) {
        return row.input() instanceof Input.Http http
                ? http.requests().stream()
                        .flatMap(request -> request.headers().stream())
                        .filter(header -> header.matches("svix-id: \\w+"))
                        .map(header -> header.substring("svix-id: ".length()))
                        .toList()
                : List.of();
    }

    private static void gatewayBalances(List<MatrixRow> rows) throws Exception {
        String requests = "rollcall_ingest_requests_total";
        String metrics = metricsOnce(
                stack.gatewayMetricsUrl(),
                now -> sum(now, "rollcall_ingest_received_total", "") == sum(now, requests, "")
                        && sum(now, "rollcall_ingest_inflight_requests", "") == 0
                        && sum(now, "rollcall_ingest_inflight_bytes", "") == 0
                        && sum(now, "rollcall_ingest_unfinished_bytes", "") == 0);
        assertThat(sum(metrics, requests, "outcome=\"unavailable\""))
                .as("5xx are for outages, and there was none")
                .isZero();
        assertThat(sum(metrics, requests, "outcome=\"acknowledged\"")).isEqualTo(acknowledged(rows));
        assertThat(sum(metrics, requests, "outcome=\"excluded\"")).isEqualTo(1);
        assertThat(sum(metrics, "rollcall_ingest_received_total", "")).isEqualTo(sum(metrics, requests, ""));
        for (String gauge : List.of("inflight_requests", "inflight_bytes", "unfinished_bytes")) {
            assertThat(sum(metrics, "rollcall_ingest_" + gauge, "")).as(gauge).isZero();
        }
    }

    private static void workerBalances(List<MatrixRow> rows) throws Exception {
        long dead = rows.stream()
                .filter(row -> row.expected() instanceof Expected.DeadLetter)
                .count();
        double all = acknowledged(rows) + WRITTEN.size();
        String metrics = metricsOnce(
                stack.workerMetricsUrl(),
                now -> sum(now, "rollcall_consumed_records_total", "") == all
                        && sum(now, "rollcall_apply_events_total", "") == all);
        assertThat(sum(metrics, "rollcall_consumed_records_total", ""))
                .isEqualTo(all)
                .isEqualTo(sum(metrics, "rollcall_apply_events_total", ""));
        assertThat(sum(metrics, "rollcall_apply_events_total", "result=\"dead_lettered\""))
                .isEqualTo(dead);
        assertThat(query("select count(*)::text from rollcall.dead_letters")).containsExactly(Long.toString(dead));
        assertThat(query("select string_agg(distinct instance_id, ' ') from rollcall.instance"))
                .containsExactly(BadInputMatrix.INSTANCE);
    }

    private static double acknowledged(List<MatrixRow> rows) {
        return rows.stream()
                .filter(row -> row.input() instanceof Input.Http http && http.status() == 202)
                .filter(row -> !(row.expected() instanceof Expected.Excluded))
                .mapToInt(row -> ((Input.Http) row.input()).requests().size())
                .sum();
    }

    /** As many of each value, byte for byte. */
    private static void deadLettersAreExact(List<MatrixRow> rows) {
        List<ByteBuffer> sent = new ArrayList<>();
        for (MatrixRow row : rows) {
            if (row.expected() instanceof Expected.DeadLetter) {
                switch (row.input()) {
                    case Input.Http http ->
                        http.requests().forEach(request -> sent.add(ByteBuffer.wrap(request.body())));
                    case Input.Record record ->
                        sent.add(ByteBuffer.wrap(record.value() == null ? new byte[0] : record.value()));
                    case Input.Bytes bytes -> throw new AssertionError("never stored: " + row);
                    case Input.None none -> throw new AssertionError("never sent: " + row);
                }
            }
        }
        List<ByteBuffer> kept = CommittedRecords.of(stack, "clerk.events.dead-letter").stream()
                .map(record -> ByteBuffer.wrap(record.value() == null ? new byte[0] : record.value()))
                .toList();
        assertThat(counted(kept)).isEqualTo(counted(sent));
    }

    private static Map<ByteBuffer, Long> counted(List<ByteBuffer> values) {
        return values.stream().collect(Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
    }

    private static void logsAreSilent() throws IOException {
        for (Path log : List.of(stack.gateway().logFile(), stack.worker().logFile())) {
            assertThat(Files.readAllLines(log))
                    .as("%s", log)
                    .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"))
                    .noneMatch(line -> line.contains(BadInputMatrix.CANARY) || line.contains("whsec_"))
                    .noneMatch(line -> line.contains("svix-signature") || line.contains("v1,"));
        }
        assertThat(stack.gateway().isAlive()).isTrue();
        assertThat(stack.worker().isAlive()).isTrue();
    }

    private static String events() {
        return stack.topicPrefix() + "clerk.events";
    }

    /** Counted is a moment after the answer and after the commit; what is never so is there to be asserted. */
    private static String metricsOnce(URI url, Predicate<String> settled) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + LONGEST_WAY.toNanos();
        String metrics = metrics(url);
        while (!settled.test(metrics) && System.nanoTime() - giveUp < 0) {
            metrics = metrics(url);
        }
        return metrics;
    }

    private static String metrics(URI url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /** The sum of all samples of that name with that label. */
    private static double sum(String metrics, String name, String label) {
        List<Double> values = metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(values).as(name + label).isNotEmpty();
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.backendUrl());
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet result = query.executeQuery()) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }
}
