package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.system.monitoring.Dashboards;
import dev.rollcall.system.monitoring.Expression;
import dev.rollcall.system.monitoring.PrometheusServer;
import dev.rollcall.system.monitoring.RuleFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What operators see of a running Rollcall, from its start on over a simulated Clerk to an outage and its end: one stack,
 * one day of it, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    /** A Clerk id, or what looks like one, in a label's value. */
    private static final Pattern ID_IN_LABEL = Pattern.compile("\"[^\"]*_(?=[a-z]*[0-9A-Z])[A-Za-z0-9]{16,}[^\"]*\"");

    /** Queries that rightly find nothing, and why. */
    private static final Map<String, String> WITHOUT_DATA = Map.of(
            "rule RollcallApiKeyRefused",
                    "only a worker with a key counts requests, SurveyGaugesIT and SurveyScheduleIT ask for these",
            "annotation Alerts", "leaves out the watchdog, and nothing else fires while all is well");

    @TempDir
    static Path directory;

    private static final int SEED = 21;
    private static final int EVENTS = 400;

    private static RunningStack stack;
    private static SpanReceiver collector;

    /** In logs of containers, at their most talkative. */
    private static final Map<String, String> STRUCTURED_LOGS =
            Map.of("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs", "LOGGING_LEVEL_DEV_ROLLCALL", "debug");

    /** By what it is: everything that somebody may see of the canaries. */
    private static final Map<String, String> SEEN = new LinkedHashMap<>();

    @BeforeAll
    static void startEverything() throws InterruptedException {
        collector = SpanReceiver.start();
        Map<String, String> settings = new HashMap<>(STRUCTURED_LOGS);
        settings.put("ROLLCALL_HEARTBEAT_INTERVAL", "1s");
        settings.put("ROLLCALL_OPS_TOKEN", "operator:" + Canaries.OPS_TOKEN);
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
        settings.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20" + Canaries.COLLECTOR_TOKEN);
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "200");
        stack = RunningStack.start(directory, settings);
    }

    @AfterAll
    static void stopEverything() {
        if (stack != null) {
            stack.close();
        }
        collector.close();
    }

    @Test
    @Order(1)
    void everyLabelValueIsAtZeroBeforeAnythingCame() throws Exception {
        String gateway = scrape(stack.gatewayMetricsUrl());
        String worker = scrape(stack.workerMetricsUrl());
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("rollcall_apply_events_total{", 14 * 7);
        expected.put("rollcall_changes_total{", 12 * 3);
        expected.put("rollcall_dead_letters{", 13);
        expected.put("rollcall_apply_failures_total{", 3);
        expected.put("rollcall_freshness_seconds_count{", 2);
        expected.put("rollcall_tenancy_findings{", 12);
        expected.put("rollcall_dead_letter_oldest_age_seconds ", 1);
        expected.put("rollcall_erasure_overdue_seconds ", 1);
        expected.put("rollcall_survey_interval_seconds ", 1);
        expected.put("rollcall_survey_incomplete ", 1);
        expected.put("rollcall_drift_", 0);
        expected.forEach(
                (name, count) -> assertThat(samples(worker, name)).as(name).hasSize(count));
        assertThat(samples(gateway, "rollcall_ingest_requests_total{")).hasSize(26);
        assertThat(samples(gateway, "rollcall_ingest_duration_seconds_count{")).hasSize(4);
        assertThat(samples(gateway, "rollcall_ingest_verified_total{")).hasSize(2);
        assertThat(samples(gateway, "rollcall_heartbeats_total{")).hasSize(3);

        List<String> moved = new ArrayList<>(samples(gateway, "rollcall_ingest_verified_total{"));
        moved.addAll(samples(gateway, "rollcall_last_verified_webhook_timestamp_seconds "));
        expected.keySet().forEach(name -> moved.addAll(samples(worker, name)));
        // The heartbeat is on its way already, and every server has an administrator.
        moved.removeIf(sample -> sample.matches(".* 0(\\.0)?")
                || sample.contains("result=\"ignored\"")
                || sample.contains("finding=\"role_bypasses\"")
                || sample.contains("finding=\"login_may_drop\""));
        assertThat(moved).isEmpty();
        for (String metric :
                List.of("jvm_memory_used_bytes", "process_cpu_usage", "kafka_producer_record_error_rate")) {
            awaitSample(stack.gatewayMetricsUrl(), metric);
            awaitSample(stack.workerMetricsUrl(), metric);
        }
        awaitSample(stack.workerMetricsUrl(), "kafka_consumer_fetch_manager_records_lag_max");
        assertThat(samples(worker, "hikaricp_connections_active")).isNotEmpty();
        assertThat(samples(gateway, "resilience4j_circuitbreaker_state")).isNotEmpty();
    }

    @Test
    @Order(2)
    void bothSpeakOpenMetrics() throws Exception {
        for (URI url : List.of(stack.gatewayMetricsUrl(), stack.workerMetricsUrl())) {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(url)
                            .header("Accept", "application/openmetrics-text; version=1.0.0")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("application/openmetrics-text");
            assertThat(answer.body()).endsWith("# EOF\n");
        }
    }

    @Test
    @Order(3)
    void theHeartbeatGoesTheWholeWayAndLeavesNoTraceInTheTables() throws Exception {
        String applied = "rollcall_heartbeat_last_applied_timestamp_seconds";
        await(() -> value(stack.workerMetricsUrl(), applied) > 0);
        double first = value(stack.workerMetricsUrl(), applied);
        await(() -> value(stack.workerMetricsUrl(), applied) > first);

        assertThat(value(stack.gatewayMetricsUrl(), "rollcall_last_verified_webhook_timestamp_seconds"))
                .isZero();
        assertThat(rows("select (select count(*) from clerk.users) + (select count(*) from clerk.other_objects)"
                        + " + (select count(*) from rollcall.dead_letters)"))
                .isZero();
        assertThat(rows("select count(*) from rollcall.instance")).isZero();
        awaitBalance();
    }

    @Test
    @Order(6)
    void everyQueryOfRulesAndDashboardsFindsWhatItNames() throws Exception {
        var program = PrometheusServer.program("prometheus");
        if (program.isEmpty()) {
            simulate();
        }
        assumeTrue(OptionalProgram.isThere(program, PrometheusServer.NOT_INSTALLED));
        try (PrometheusServer prometheus = PrometheusServer.start(
                program.orElseThrow(),
                directory.resolve("prometheus"),
                stack.gatewayMetricsUrl().getPort(),
                stack.workerMetricsUrl().getPort())) {
            await(() -> prometheus.query("sum(up) == 2").size() == 1);
            simulate();
            awaitBalance();
            survey();
            Map<String, Expression> open = new LinkedHashMap<>();
            for (RuleFile.Rule rule : RuleFile.rules()) {
                open.put("rule " + rule.name(), new Expression(rule.expression()).withoutFilters());
            }
            for (Dashboards.Query query : Dashboards.queries()) {
                open.put(query.place() + ": " + query.expression(), Expression.ofDashboard(query.expression()));
            }
            Map<String, Expression> all = Map.copyOf(open);
            open.keySet().removeIf(place -> WITHOUT_DATA.keySet().stream().anyMatch(place::contains));
            assertThat(open).hasSizeGreaterThan(150);
            try {
                await(() -> {
                    for (String place : List.copyOf(open.keySet())) {
                        if (hasNumber(
                                prometheus.query(open.get(place).withoutOffset().text()))) {
                            open.remove(place);
                        }
                    }
                    return open.isEmpty();
                });
            } catch (StartFailedException late) {
                assertThat(open).as("queries without data").isEmpty();
            }
            assertThat(missing(prometheus, all))
                    .as("metrics and labels that do not exist")
                    .isEmpty();
            assertThat(emptyLegends(prometheus))
                    .as("legends that name no label")
                    .isEmpty();
        }
        awaitBalance();
    }

    @Test
    @Order(7)
    void noLabelHoldsAnId() throws Exception {
        assertThat(rows("select count(*) from clerk.users where '\"' || id || '\"' ~ '" + ID_IN_LABEL.pattern() + "'"))
                .as("the pattern knows the ids that were sent")
                .isEqualTo(rows("select count(*) from clerk.users"))
                .isPositive();
        for (URI url : List.of(stack.gatewayMetricsUrl(), stack.workerMetricsUrl())) {
            assertThat(scrape(url)
                            .lines()
                            .filter(line -> ID_IN_LABEL.matcher(line).find()))
                    .isEmpty();
        }
    }

    @Test
    @Order(4)
    void withoutPostgresEverythingLivesWaitsAndGoesOn() throws Exception {
        stack.postgres().kill();
        String paused = "rollcall_consumer_paused";
        await(() -> value(stack.workerMetricsUrl(), paused) > 0);
        assertLive();
        assertReady(stack.workerMetricsUrl());
        double acknowledged = acknowledgedHeartbeats();
        await(() -> acknowledgedHeartbeats() > acknowledged);
        assertThat(value(stack.workerMetricsUrl(), "rollcall_consumer_running")).isEqualTo(2);

        stack.restartPostgres();
        await(() -> value(stack.workerMetricsUrl(), paused) == 0);
        awaitBalance();
        assertThat(rows("select count(*) from rollcall.dead_letters where failed_at > now() - interval '2 minutes'"
                        + " and code = 'refused_by_database'"))
                .isZero();
    }

    @Test
    @Order(5)
    void withoutKafkaEverythingLivesAndTheGatewayStaysReadyAndSays503() throws Exception {
        double before = heartbeats("refused");
        stack.kafka().kill();
        await(() -> heartbeats("refused") > before);
        assertLive();
        assertReady(stack.gatewayMetricsUrl());
        assertReady(stack.workerMetricsUrl());

        stack.restartKafka();
        double acknowledged = acknowledgedHeartbeats();
        await(() -> acknowledgedHeartbeats() > acknowledged);
        double applied = value(stack.workerMetricsUrl(), "rollcall_heartbeat_last_applied_timestamp_seconds");
        await(() -> value(stack.workerMetricsUrl(), "rollcall_heartbeat_last_applied_timestamp_seconds") > applied);
        assertLive();
    }

    @Test
    @Order(8)
    void aTraceGoesFromTheRequestThroughTheBatchToTheChange() throws Exception {
        String senders = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
        byte[] body =
                "{\"data\":{\"id\":\"user_traced\",\"updated_at\":%1$d},\"type\":\"user.created\",\"timestamp\":%1$d}"
                        .formatted(System.currentTimeMillis())
                        .getBytes(UTF_8);
        RawRequest request = RawRequest.signed("msg_traced", Instant.now().getEpochSecond(), body)
                .with("traceparent: 00-" + senders + "-01");
        assertThat(request.sendTo(stack.webhookUrl().getPort()).status()).isEqualTo(202);

        await(() -> span("send ", "msg_traced").isPresent()
                && span("POST /webhooks/{source}", "msg_traced").isPresent()
                && collector.spans().stream()
                        .anyMatch(span -> span.links().contains(context(span("send ", "msg_traced")))));
        SpanReceiver.Span received =
                span("POST /webhooks/{source}", "msg_traced").orElseThrow();
        SpanReceiver.Span sent = span("send ", "msg_traced").orElseThrow();
        assertThat(received.parentId()).isEmpty();
        assertThat(received.links()).as("the sender's context is not trusted").containsExactly(senders);
        assertThat(sent.parentId()).isEqualTo(received.spanId());
        assertThat(sent.traceId()).isEqualTo(received.traceId());
        assertThat(collector.spans().stream().filter(span -> span.links().contains(context(Optional.of(sent)))))
                .isNotEmpty()
                .allSatisfy(
                        batch -> assertThat(batch.name()).isEqualTo("apply " + stack.topicPrefix() + "clerk.events"));
        assertThat(records("clerk.changes.users").stream()
                        .filter(change -> new String(change.key(), UTF_8).equals("user_traced"))
                        .map(change -> header(change, "traceparent")))
                .singleElement()
                .satisfies(carried -> assertThat(carried).startsWith("00-" + sent.traceId() + "-" + sent.spanId()));
        assertThat(collector.authorizations()).containsOnly("Bearer " + Canaries.COLLECTOR_TOKEN);

        await(() -> entries("worker.log").stream()
                .anyMatch(entry -> entry.path("message_id").asString("").equals("msg_traced")));
        assertThat(entries("worker.log").stream()
                        .filter(entry -> entry.path("message_id").asString("").equals("msg_traced")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("entity_id").asString("")).isEqualTo("user_traced");
                    assertThat(entry.path("outcome").asString("")).isEqualTo("inserted");
                    assertThat(entry.path("trace_id").asString("")).isEqualTo(sent.traceId());
                    assertThat(entry.path("partition").isInt()).isTrue();
                    assertThat(entry.path("offset").isNumber()).isTrue();
                });
    }

    @Test
    @Order(9)
    void whateverFailsWithPersonalDataEndsAsItMust() throws Exception {
        execute("alter table clerk.users add constraint canary " + Canaries.constraint());
        long dead = rows("select count(*) from rollcall.dead_letters");
        Canaries canaries =
                new Canaries(stack.webhookUrl().getPort(), text("select max(instance_id) from rollcall.instance"));
        canaries.sendGood();
        int failing = canaries.sendFailures();
        // The gateway counts an answer after it has given it, so the balance may be that of all but the last.
        await(() -> rows("select count(*) from rollcall.dead_letters") - dead >= failing);
        awaitBalance();
        assertThat(rows("select count(*) from clerk.users where id = 'user_canary' and first_name is not null"))
                .as("what is looked for did get in")
                .isEqualTo(1);
        assertThat(rows("select count(*) from rollcall.dead_letters") - dead).isEqualTo(failing);
        assertThat(rows("select count(distinct code) from rollcall.dead_letters where message_id like 'msg_canary_%'"))
                .isGreaterThanOrEqualTo(4);

        canaries.answers().forEach(answer -> SEEN.merge("answers", answer.head() + answer.body(), String::concat));
        SEEN.put("the gateway's metrics", scrape(stack.gatewayMetricsUrl()));
        SEEN.put("the worker's metrics", scrape(stack.workerMetricsUrl()));
        for (String path : List.of(
                "/actuator/health",
                "/ops/status",
                "/ops/doctor",
                "/ops/dead-letters?all=true",
                "/ops/entities/user_canary",
                "/ops/entities/user_canary/timeline",
                "/ops/dead-letters")) {
            SEEN.put(path, get(stack.workerMetricsUrl().resolve(path)).body());
        }
        SEEN.put(
                "the gateway's health",
                get(stack.gatewayMetricsUrl().resolve("/actuator/health")).body());
        SEEN.put(
                "rollcall.dead_letters",
                text(
                        "select string_agg(d::text, ' ') from rollcall.dead_letters d where message_id like 'msg_canary_%'"));
        for (String topic : List.of("clerk.events.dead-letter", "clerk.changes.users")) {
            records(topic)
                    .forEach(record -> record.headers().forEach(header -> {
                        if (!header.key().startsWith("webhook-")) {
                            SEEN.merge(
                                    "headers of " + topic,
                                    header.key() + new String(header.value(), UTF_8),
                                    String::concat);
                        }
                    }));
        }
    }

    @Test
    @Order(10)
    void aStopIsOrderlyOnBothSides() throws Exception {
        stack.gateway().stop(LONGEST);
        assertThat(stack.gateway().awaitExit()).isZero();
        await(() -> value(stack.workerMetricsUrl(), "rollcall_consumer_lag_seconds") == 0);
        stack.worker().stop(LONGEST);
        // A JVM that ends by SIGTERM says so, however orderly.
        assertThat(stack.worker().awaitExit()).isIn(0, 143);
    }

    @Test
    @Order(11)
    void aRefusedStartSaysWhyInOneEntry() throws Exception {
        String secret = stack.refusedStart(
                "gateway-with-a-wrong-secret",
                "ingest-gateway",
                Map.of("CLERK_WEBHOOK_SIGNING_SECRET", Canaries.WRONG_SECRET));
        String database = stack.refusedStart(
                "worker-with-a-wrong-url",
                "sync-worker",
                Map.of("ROLLCALL_DATABASE_URL", "postgresql://rollcall_sync:" + Canaries.DATABASE_PASSWORD + "@"));
        String collectors = stack.refusedStart(
                "worker-with-a-wrong-header",
                "sync-worker",
                Map.of("OTEL_EXPORTER_OTLP_HEADERS", Canaries.COLLECTOR_TOKEN));
        assertRefused(secret, "CLERK_WEBHOOK_SIGNING_SECRET");
        assertRefused(database, "ROLLCALL_DATABASE_URL");
        assertRefused(collectors, "OTEL_");
    }

    @Test
    @Order(12)
    void noSecretAndNothingPersonalIsSeenAnywhere() {
        stack.logs().forEach((log, text) -> {
            if (!log.startsWith("migrate") && !log.startsWith("topics")) {
                assertThat(text).as(log).isNotBlank();
            }
            Canaries.assertNoneIn(log, text);
        });
        assertThat(SEEN).hasSizeGreaterThan(12);
        SEEN.forEach((where, text) -> {
            assertThat(text).as(where).isNotBlank();
            Canaries.assertNoneIn(where, text);
        });
        assertThat(collector.everything()).contains("msg_canary_1");
        Canaries.assertNoneIn("the traces", collector.everything());
        for (String log : List.of("gateway.log", "worker.log")) {
            assertThat(entries(log)).as(log).hasSizeGreaterThan(10).allSatisfy(entry -> {
                assertThat(entry.path("message").asString("")).isNotEmpty();
                assertThat(entry.path("log").path("level").asString("")).isNotEmpty();
            });
        }
        assertThat(entries("worker.log").stream()
                        .filter(entry -> entry.path("outcome").asString("").equals("dead_lettered"))
                        .filter(entry -> entry.path("message_id").asString("").startsWith("msg_canary_")))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.path("code").asString("")).isNotEmpty();
                    assertThat(entry.path("trace_id").asString("")).matches("[0-9a-f]{32}");
                    assertThat(entry.has("partition") && entry.has("offset")).isTrue();
                });
    }

    private static void assertRefused(String log, String setting) {
        assertThat(log).contains(setting).doesNotContain("stack_trace");
        assertThat(log.lines().filter(line -> line.contains("ERROR"))).hasSize(1);
        assertThat(log.lines()).allSatisfy(line -> JsonMapper.shared().readTree(line));
    }

    private static Optional<SpanReceiver.Span> span(String name, String messageId) {
        return collector.spans().stream()
                .filter(span -> span.name().startsWith(name))
                .filter(span -> span.texts().contains("messaging.message.id=" + messageId))
                .findFirst();
    }

    private static String context(Optional<SpanReceiver.Span> span) {
        return span.map(one -> one.traceId() + "-" + one.spanId()).orElse("none");
    }

    /** A log's lines, every one of which must be JSON. The last may be half written while its process lives. */
    private static List<JsonNode> entries(String log) {
        String text = stack.logs().getOrDefault(log, "");
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return CommittedRecords.of(stack, topic);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static void simulate() throws Exception {
        SimulationReport report = Simulation.run(
                SimulationSettings.of(SEED, EVENTS, stack.webhookUrl(), RunningStack.SECRET)
                        .withFaults(Fault.parse("all"))
                        .withRatePerSecond(100),
                progress -> {});
        assertThat(report.undeliveredMessageIds()).isEmpty();
    }

    /** Of what the simulations sent, which is all of this table. */
    private static void survey() throws InterruptedException {
        ClerkObjects objects = new ClerkObjects();
        World.of(WorldSettings.of(SEED, EVENTS)).events().forEachOrdered(objects::happened);
        try (LocalClerk clerk = LocalClerk.start(
                new LocalClerk.Settings(
                        0,
                        WorldSettings.DEFAULT_INSTANCE_ID,
                        Set.of(Canaries.CLERK_KEY),
                        LocalClerk.PRODUCTION_REQUESTS),
                objects)) {
            Map<String, String> key = Map.of(
                    "CLERK_SECRET_KEY",
                    Canaries.CLERK_KEY,
                    "CLERK_API_URL",
                    clerk.url().toString());
            // Some webhooks are lost on purpose, so something may differ: 3.
            assertThat(stack.exitCodeOf(key, "reconcile", "--tables", "organization_memberships", "--rate", "0"))
                    .isIn(0, 3);
        }
    }

    private static boolean hasNumber(JsonNode result) {
        return result.valueStream()
                .map(sample -> sample.get("value").get(1).asString())
                .anyMatch(value -> !value.equals("NaN"));
    }

    private static List<String> missing(PrometheusServer prometheus, Map<String, Expression> all) throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        Map<String, JsonNode> known = new LinkedHashMap<>();
        for (Map.Entry<String, Expression> entry : all.entrySet()) {
            TreeSet<String> labels = new TreeSet<>();
            for (Expression.Selector selector : entry.getValue().selectors()) {
                if (selector.metric().equals("ALERTS") || WITHOUT_DATA.containsKey(entry.getKey())) {
                    continue;
                }
                if (!known.containsKey(selector.text())) {
                    known.put(selector.text(), prometheus.series(selector.text()));
                }
                JsonNode series = known.get(selector.text());
                if (series.isEmpty()) {
                    missing.add(selector.text() + " of " + entry.getKey());
                }
                for (Expression.Required required : selector.required()) {
                    if (series.valueStream()
                            .noneMatch(one ->
                                    one.path(required.label()).asString("").equals(required.value()))) {
                        missing.add(required + " in " + selector.text() + " of " + entry.getKey());
                    }
                }
                series.forEach(one -> labels.addAll(one.propertyNames()));
            }
            for (String label : entry.getValue().grouping()) {
                if (!labels.contains(label)) {
                    missing.add("label " + label + " of " + entry.getKey());
                }
            }
        }
        return List.copyOf(missing);
    }

    private static List<String> emptyLegends(PrometheusServer prometheus) throws Exception {
        Pattern label = Pattern.compile("\\{\\{(\\w+)}}");
        List<String> empty = new ArrayList<>();
        for (Dashboards.Query query : Dashboards.queries()) {
            if (WITHOUT_DATA.keySet().stream().anyMatch(query.place()::contains)) {
                continue;
            }
            JsonNode result = prometheus.query(
                    Expression.ofDashboard(query.expression()).withoutOffset().text());
            label.matcher(query.legend()).results().map(found -> found.group(1)).forEach(name -> {
                if (result.valueStream().noneMatch(one -> one.path("metric").has(name))) {
                    empty.add(name + " of " + query);
                }
            });
        }
        return empty;
    }

    /** Kafka's clients and what binds their metrics come a little after the start. */
    private static void awaitSample(URI url, String metric) throws Exception {
        await(() -> !samples(scrape(url), metric).isEmpty());
    }

    /** P9 over both: what Kafka has acknowledged is consumed, once each, with one outcome. The heartbeat goes on meanwhile. */
    private static void awaitBalance() throws Exception {
        await(() -> {
            double acknowledged =
                    value(stack.gatewayMetricsUrl(), "rollcall_ingest_requests_total{outcome=\"acknowledged\"");
            String worker = scrape(stack.workerMetricsUrl());
            double consumed = sum(worker, "rollcall_consumed_records_total");
            return consumed == acknowledged && consumed == sum(worker, "rollcall_apply_events_total{");
        });
    }

    private static double acknowledgedHeartbeats() throws Exception {
        return heartbeats("acknowledged");
    }

    private static double heartbeats(String result) throws Exception {
        return value(stack.gatewayMetricsUrl(), "rollcall_heartbeats_total{result=\"" + result + "\"");
    }

    private static void assertLive() throws Exception {
        for (URI metrics : List.of(stack.gatewayMetricsUrl(), stack.workerMetricsUrl())) {
            assertThat(get(metrics.resolve("/actuator/health/liveness")).statusCode())
                    .isEqualTo(200);
        }
    }

    private static void assertReady(URI metrics) throws Exception {
        assertThat(get(metrics.resolve("/actuator/health/readiness")).statusCode())
                .isEqualTo(200);
    }

    /** Waits, and fails when it never happens. */
    private static void await(Check check) throws Exception {
        Exception[] failure = new Exception[1];
        boolean[] met = new boolean[1];
        // The worker lives through all of this; it paces the looks.
        stack.worker()
                .awaitUntil(
                        () -> {
                            try {
                                met[0] = check.isMet();
                            } catch (InterruptedException interrupted) {
                                throw interrupted;
                            } catch (Exception failed) {
                                failure[0] = failed;
                            }
                            return met[0] || failure[0] != null;
                        },
                        LONGEST);
        if (failure[0] != null) {
            throw failure[0];
        }
        assertThat(met[0]).isTrue();
    }

    private interface Check {
        boolean isMet() throws Exception;
    }

    private static double value(URI url, String sample) throws Exception {
        return sum(scrape(url), sample);
    }

    private static double sum(String scrape, String start) {
        return samples(scrape, start).stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<String> samples(String scrape, String start) {
        return scrape.lines().filter(line -> line.startsWith(start)).toList();
    }

    private static String scrape(URI url) throws IOException, InterruptedException {
        return get(url).body();
    }

    private static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + Canaries.OPS_TOKEN)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String text(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.backendUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static void execute(String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.administratorUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }

    private static long rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.backendUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
