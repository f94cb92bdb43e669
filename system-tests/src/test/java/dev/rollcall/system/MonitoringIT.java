package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.world.Fault;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What operators see of a running Rollcall, from its start on over a simulated Clerk to an outage and its end: one stack,
 * one day of it, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    /** A Clerk id, or what looks like one, in a label's value. */
    private static final Pattern ID_IN_LABEL = Pattern.compile("\"[^\"]*_(?=[a-z]*[0-9A-Z])[A-Za-z0-9]{16,}[^\"]*\"");

    /** Queries that rightly find nothing, and why. */
    private static final Map<String, String> WITHOUT_DATA = Map.of(
            "rollcall-overview, Drift",
                    "nothing measures drift in this release, and the panel shows measured drift only",
            "annotation Alerts", "leaves out the watchdog, and nothing else fires while all is well");

    @TempDir
    static Path directory;

    private static RunningStack stack;

    @BeforeAll
    static void startEverything() throws InterruptedException {
        stack = RunningStack.start(directory, Map.of("ROLLCALL_HEARTBEAT_INTERVAL", "1s"));
    }

    @AfterAll
    static void stopEverything() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void everyLabelValueIsAtZeroBeforeAnythingCame() throws Exception {
        String gateway = scrape(stack.gatewayMetricsUrl());
        String worker = scrape(stack.workerMetricsUrl());
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("rollcall_apply_events_total{", 14 * 7);
        expected.put("rollcall_changes_total{", 12 * 3);
        expected.put("rollcall_drift_rows{", 12 * 3);
        expected.put("rollcall_dead_letters{", 13);
        expected.put("rollcall_apply_failures_total{", 3);
        expected.put("rollcall_freshness_seconds_count{", 2);
        expected.put("rollcall_tenancy_findings{", 7);
        expected.put("rollcall_dead_letter_oldest_age_seconds ", 1);
        expected.put("rollcall_erasure_overdue_seconds ", 1);
        expected.put("rollcall_drift_last_measured_timestamp_seconds ", 1);
        expected.forEach(
                (name, count) -> assertThat(samples(worker, name)).as(name).hasSize(count));
        assertThat(samples(gateway, "rollcall_ingest_requests_total{")).hasSize(25);
        assertThat(samples(gateway, "rollcall_ingest_duration_seconds_count{")).hasSize(4);
        assertThat(samples(gateway, "rollcall_ingest_verified_total{")).hasSize(2);
        assertThat(samples(gateway, "rollcall_heartbeats_total{")).hasSize(3);

        List<String> moved = new ArrayList<>(samples(gateway, "rollcall_ingest_verified_total{"));
        moved.addAll(samples(gateway, "rollcall_last_verified_webhook_timestamp_seconds "));
        expected.keySet().forEach(name -> moved.addAll(samples(worker, name)));
        // The heartbeat is on its way already, and every server has an administrator.
        moved.removeIf(sample -> sample.matches(".* 0(\\.0)?")
                || sample.contains("result=\"ignored\"")
                || sample.contains("finding=\"role_bypasses\""));
        assertThat(moved).isEmpty();
        for (String metric :
                List.of("jvm_memory_used_bytes", "process_cpu_usage", "kafka_producer_record_error_rate")) {
            assertThat(samples(gateway, metric)).as(metric).isNotEmpty();
            assertThat(samples(worker, metric)).as(metric).isNotEmpty();
        }
        assertThat(samples(worker, "kafka_consumer_fetch_manager_records_lag_max"))
                .isNotEmpty();
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
        assumeTrue(program.isPresent(), PrometheusServer.NOT_INSTALLED);
        try (PrometheusServer prometheus = PrometheusServer.start(
                program.orElseThrow(),
                directory.resolve("prometheus"),
                stack.gatewayMetricsUrl().getPort(),
                stack.workerMetricsUrl().getPort())) {
            await(() -> prometheus.query("sum(up) == 2").size() == 1);
            simulate();
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
    void aStopIsOrderlyOnBothSides() throws Exception {
        stack.gateway().stop(LONGEST);
        assertThat(stack.gateway().awaitExit()).isZero();
        await(() -> value(stack.workerMetricsUrl(), "rollcall_consumer_lag_seconds") == 0);
        stack.worker().stop(LONGEST);
        // A JVM that ends by SIGTERM says so, however orderly.
        assertThat(stack.worker().awaitExit()).isIn(0, 143);
    }

    private static void simulate() throws Exception {
        SimulationReport report = Simulation.run(
                SimulationSettings.of(21, 400, stack.webhookUrl(), RunningStack.SECRET)
                        .withFaults(Fault.parse("all"))
                        .withRatePerSecond(100),
                progress -> {});
        assertThat(report.undeliveredMessageIds()).isEmpty();
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
                if (selector.metric().equals("ALERTS")) {
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
        return CLIENT.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
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
