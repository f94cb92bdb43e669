package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.proving.servers.ServerSetting;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.system.RollcallCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL that writes down every statement with its parameters, and every secret that any process of the stack has:
 * none is in its log, whatever the gateway, the worker, {@code migrate} and the commands ask of it.
 */
@Tag("long")
class SecretsInServersLogIT {

    private static final String KAFKA_PASSWORD = "canary-of-kafka-58f02c";
    private static final String CLERK_KEY = "sk_test_canaryOfClerksKey92";
    private static final String RESET_PASSWORD = "canary-new-backend-password-1";
    private static final String SIGNING_SECRET = secret("canary of the first one!");
    private static final String NEXT_SIGNING_SECRET = secret("canary of the next one!!");

    private static final int DIFFERS = 3;

    /** The key is of another instance than the one that is to be bound. */
    private static final int REFUSED = 2;

    private static final int ANOTHER_RUNS = 4;

    @TempDir
    Path directory;

    private static String secret(String key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key.getBytes(UTF_8));
    }

    @Test
    void noSecretOfAnyProcessIsInPostgresqlsLog() throws Exception {
        PostgresServer postgres = PostgresServer.start(directory.resolve("their-postgres"), 0);
        try (GuardedKafka kafka = GuardedKafka.start(directory.resolve("their-kafka"))) {
            kafka.giveEverything("rollcall", KAFKA_PASSWORD);
            ServerSetting.set(
                    postgres,
                    Map.of(
                            "log_statement",
                            "all",
                            "log_min_duration_statement",
                            "0",
                            "log_min_error_statement",
                            "debug5",
                            "log_parameter_max_length",
                            "-1",
                            "log_parameter_max_length_on_error",
                            "-1",
                            "log_connections",
                            "on"));
            postgres.createDatabase("theirs");

            Map<String, String> secrets = use(postgres, kafka);

            String log = log();
            assertThat(log).contains("alter role rollcall_sync login password", "insert into rollcall.audit_log");
            secrets.forEach((what, value) ->
                    assertThat(log.contains(value)).as("%s is in the log", what).isFalse());
            secrets.values().forEach(value -> say(postgres, value));
            String withSecrets = log();
            secrets.forEach((what, value) -> assertThat(withSecrets.contains(value))
                    .as("%s is looked for in the right place", what)
                    .isTrue());
        } finally {
            postgres.kill();
        }
    }

    /** Everything that a stack of these servers does. Returns the secrets, by what they are. */
    private Map<String, String> use(PostgresServer postgres, GuardedKafka kafka) throws Exception {
        String url = postgres.jdbcUrl("theirs");
        Path properties = directory.resolve("kafka.properties");
        kafka.writeClientOf("rollcall", KAFKA_PASSWORD, properties);
        RollcallCommand rollcall = RollcallCommand.in(directory);
        ClerkObjects objects = new ClerkObjects();
        World.of(WorldSettings.of(23, 200)).events().forEachOrdered(objects::happened);
        String[] servers = {
            "--database-url=" + url,
            "--kafka-bootstrap=" + kafka.guardedServers(),
            "--kafka-properties=" + properties,
            "--instance-id=" + WorldSettings.DEFAULT_INSTANCE_ID,
            "--console-token"
        };
        try (LocalClerk clerk = LocalClerk.start(
                new LocalClerk.Settings(
                        0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(CLERK_KEY), LocalClerk.PRODUCTION_REQUESTS),
                objects)) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "CLERK_SECRET_KEY",
                    CLERK_KEY,
                    "CLERK_API_URL",
                    clerk.url().toString(),
                    "ROLLCALL_RECONCILE_EVERY",
                    "24h",
                    "CLERK_WEBHOOK_SIGNING_SECRET",
                    SIGNING_SECRET));
            expectDone(rollcall.up(variables, servers));
            variables.put("CLERK_WEBHOOK_SIGNING_SECRET", NEXT_SIGNING_SECRET + "," + SIGNING_SECRET);
            expectDone(rollcall.up(variables, servers));
            runEveryCommand(rollcall, variables, url);
            return secrets(rollcall, url);
        } finally {
            rollcall.run("down");
        }
    }

    private void runEveryCommand(RollcallCommand rollcall, Map<String, String> variables, String url)
            throws IOException, InterruptedException {
        String user = "user_2g7np7Hrk0SN6kj5EDMLDaKNL0S";
        expectDone(rollcall.run(variables, "simulate", "--seed=4", "--events=60", "--rate=0"));
        expectDone(rollcall.run(variables, "send", "user.created", "--data", "id=" + user));
        for (String line : List.of(
                "backfill --rate=0",
                "reconcile --rate=0",
                "refetch " + user,
                "erase " + user + " --unseen --yes --reason=asked",
                "replay --from=" + Instant.now().minusSeconds(3600),
                "reprocess",
                "announce --table=users",
                "dead-letters list",
                "dead-letters replay --all --yes",
                "bind ins_2g7np7Hrk0SN6kj5EDMLDaKNL0T",
                "doctor",
                "topics",
                "status")) {
            Result result = rollcall.run(variables, line.split(" ", -1));
            // The worker's own survey begins soon after its start, and there is only ever one.
            while (result.exitCode() == ANOTHER_RUNS
                    && (result.output() + result.errors()).contains("another survey is running")) {
                result = rollcall.run(variables, line.split(" ", -1));
            }
            assertThat(result.exitCode())
                    .as("%s: %s%s", line, result.output(), result.errors())
                    // Where this takes long, what was simulated is old enough to be missed at Clerk.
                    .isIn(0, 1, line.startsWith("bind ") ? REFUSED : DIFFERS);
        }
        expectDone(rollcall.run(Map.of("ROLLCALL_MIGRATION_DATABASE_URL", url), "migrate"));
        expectDone(rollcall.run(
                Map.of("ROLLCALL_MIGRATION_DATABASE_URL", url, "ROLLCALL_BACKEND_PASSWORD", RESET_PASSWORD),
                "migrate",
                "--reset-passwords"));
    }

    private static void expectDone(Result result) {
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    }

    private static Map<String, String> secrets(RollcallCommand rollcall, String url) throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("the administrator's password", url.replaceAll(".*password=", ""));
        secrets.put("a role's new password", RESET_PASSWORD);
        secrets.put("Kafka's password", KAFKA_PASSWORD);
        secrets.put("Clerk's key", CLERK_KEY.substring("sk_test_".length()));
        secrets.put("the signing secret", SIGNING_SECRET.substring("whsec_".length()));
        secrets.put("the next signing secret", NEXT_SIGNING_SECRET.substring("whsec_".length()));
        try (Stream<Path> files = Files.list(rollcall.dataDirectory().resolve("secrets"))) {
            for (Path file : files.toList()) {
                secrets.put(
                        file.getFileName().toString(),
                        Files.readString(file).strip().replaceFirst("^whsec_", ""));
            }
        }
        assertThat(secrets).containsKeys("sync-password", "tenant-password", "backend-password", "ops-token");
        return secrets;
    }

    private static void say(PostgresServer postgres, String secret) {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("theirs"));
                Statement statement = connection.createStatement()) {
            statement.execute("select '" + secret + "'");
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("their-postgres").resolve("postgres.log"));
    }
}
