package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.system.RollcallCommand.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user does at the command line, with everything real. The tests share one data directory, as a user's days do:
 * each begins with {@code up}, on whatever the one before has left.
 */
class WholeStackIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SERVER_PORTS = "--postgres-port=0 --kafka-port=0";
    private static final List<String> PARTS = List.of("postgres", "kafka", "worker", "gateway");
    private static final String CONTENT = "select count(*) as n, max(sync_committed_at)::text as last from clerk.users";

    @TempDir
    static Path directory;

    private static RollcallCommand rollcall;

    @BeforeAll
    static void fill() throws Exception {
        rollcall = RollcallCommand.in(directory);
        up();
        Result simulated = rollcall.run("simulate", "--seed=5", "--events=80", "--rate=0", "--verify");
        assertThat(simulated.output()).contains("tables and change topics are exactly what they must be");
        assertThat(simulated.exitCode()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        rollcall.run("down");
    }

    @Test
    void saysWhatRunsAndHowToReachIt() throws Exception {
        assertThat(up().output())
                .contains("Rollcall is ready.", "./rollcall query", "./rollcall env", "./rollcall down");

        assertThat(values(status(), "name")).isEqualTo(PARTS);
        assertThat(values(status(), "health")).containsOnly("healthy");
        assertThat(rollcall.run("status").output()).contains("is running").contains("postgres  healthy");

        Map<String, String> exported = exported();
        assertThat(exported)
                .containsOnlyKeys(
                        "ROLLCALL_WEBHOOK_URL",
                        "ROLLCALL_OPS_URL",
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "DATABASE_URL",
                        "TENANT_DATABASE_URL",
                        "CLERK_WEBHOOK_SIGNING_SECRET",
                        "ROLLCALL_OPS_TOKEN");
        assertThat(exported.get("CLERK_WEBHOOK_SIGNING_SECRET")).matches("whsec_[A-Za-z0-9+/]{32}");
        assertThat(exported.get("DATABASE_URL")).startsWith("postgresql://rollcall_backend:");
        assertThat(exported.get("TENANT_DATABASE_URL")).startsWith("postgresql://rollcall_tenant:");
    }

    @Test
    void answersQueriesAsTheRoleThatAsks() throws Exception {
        up();
        assertThat(rollcall.run("query", "select count(*) > 0 as some from clerk.users", "--json")
                        .output())
                .isEqualTo("[\n{\"some\":true}\n]\n");
        assertThat(rollcall.run("query", "select 1 as one, 'a,b' as two", "--csv")
                        .output())
                .isEqualTo("one,two\r\n1,\"a,b\"\r\n");
        assertThat(rollcall.run("query", "select 1 as one, null as two, 'x' as three")
                        .output())
                .isEqualTo("""
                 one | two | three
                -----+-----+-------
                   1 |     | x
                (1 row)
                """);
        Result refused = rollcall.run("query", "delete from clerk.users");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).hasLineCount(1).contains("permission denied");

        String organization = rollcall.run(
                        "query",
                        "select id from clerk.organizations where deleted_at is null order by id limit 1",
                        "--csv")
                .output()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        String mine = "select id from clerk.organizations";
        assertThat(rollcall.run("query", mine, "--as=tenant", "--csv").output()).isEqualTo("id\r\n");
        assertThat(rollcall.run("query", mine, "--as=tenant", "--organization=" + organization, "--csv")
                        .output())
                .isEqualTo("id\r\n" + organization + "\r\n");
    }

    @Test
    void startsAgainWhatWasKilledAndSaysSo() throws Exception {
        up();
        for (String victim : PARTS) {
            RunningProcess killed = process(status(), victim);
            killed.find().orElseThrow().destroyForcibly();
            assertThat(killed.awaitEnd(LONG)).isTrue();

            assertThat(up().output()).contains("runs already");

            assertThat(values(status(), "health")).containsOnly("healthy");
            assertThat(process(status(), victim)).isNotEqualTo(killed);
        }
        assertThat(rollcall.dataDirectory().resolve("logs/supervisor.log"))
                .content()
                .contains("kafka ended with exit code 137; starting it again", "kafka is ready again");
        assertThat(rollcall.run("status").output()).contains("restarted once");
    }

    @Test
    void continuesWithTheDataAfterEverythingWasKilled() throws Exception {
        up();
        String before = content();
        List<RunningProcess> all = new ArrayList<>(processes(status()));
        all.addFirst(supervisor());

        all.forEach(process -> process.find().ifPresent(ProcessHandle::destroyForcibly));

        for (RunningProcess process : all) {
            assertThat(process.awaitEnd(LONG)).isTrue();
        }
        assertThat(rollcall.run("status").exitCode()).isEqualTo(1);
        up();
        assertThat(content()).isEqualTo(before);
        Result simulated = rollcall.run("simulate", "--seed=6", "--events=40", "--rate=0", "--verify");
        assertThat(simulated.exitCode()).as(simulated.output()).isZero();
    }

    @Test
    void stopsEverythingAndContinuesWithTheDataAndTheSecret() throws Exception {
        up();
        String before = content();
        String secret = exported().get("CLERK_WEBHOOK_SIGNING_SECRET");
        List<RunningProcess> processes = processes(status());

        assertThat(rollcall.run("down").output()).endsWith("Stopped.\n");

        assertThat(processes)
                .hasSize(PARTS.size())
                .allMatch(process -> process.find().isEmpty());
        assertThat(rollcall.dataDirectory().resolve("logs/supervisor.log"))
                .content()
                .containsSubsequence("Stopping gateway", "Stopping worker", "Stopping kafka", "Stopping postgres");
        assertThat(rollcall.run("down").output()).startsWith("Nothing runs in");
        up();
        assertThat(content()).isEqualTo(before);
        assertThat(exported().get("CLERK_WEBHOOK_SIGNING_SECRET")).isEqualTo(secret);
    }

    @Test
    void keepsSecretsReadableByTheOwnerOnlyAndOutOfCommandLinesAndLogs() throws Exception {
        up();
        Path data = rollcall.dataDirectory();
        List<String> secrets = new ArrayList<>();
        try (var files = Files.list(data.resolve("secrets"))) {
            for (Path file : files.toList()) {
                assertThat(permissions(file)).isEqualTo("rw-------");
                secrets.add(Files.readString(file).strip());
            }
        }
        assertThat(secrets).hasSize(5);
        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("run.json"))).isEqualTo("rw-------");
        for (RunningProcess process : processes(status())) {
            assertThat(process.find().orElseThrow().info().commandLine().orElse(""))
                    .doesNotContain(secrets);
        }
        try (var logs = Files.list(data.resolve("logs"))) {
            for (Path log : logs.toList()) {
                assertThat(log).content().doesNotContain(secrets);
            }
        }
    }

    @Test
    void namesThePortInUseAndTheFlagThatChangesIt(@TempDir Path other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Result up = RollcallCommand.in(other)
                    .run(
                            "up",
                            "--gateway-port=" + taken.getLocalPort(),
                            "--gateway-management-port=0",
                            "--worker-port=0",
                            "--postgres-port=0",
                            "--kafka-port=0");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.errors())
                    .hasLineCount(1)
                    .contains(taken.getLocalPort() + " is in use by another program", "--gateway-port");
        }
    }

    private static Result up() throws IOException, InterruptedException {
        return rollcall.up(SERVER_PORTS.split(" ", -1));
    }

    private static String content() throws IOException, InterruptedException {
        Result content = rollcall.run("query", CONTENT, "--csv");
        assertThat(content.errors()).isEmpty();
        return content.output();
    }

    private static JsonNode status() throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(rollcall.run("status", "--json").output());
    }

    private static RunningProcess supervisor() throws IOException {
        JsonNode state = JsonMapper.shared()
                .readTree(Files.readString(rollcall.dataDirectory().resolve("run.json")));
        return running(state.get("supervisor").get("pid").asLong());
    }

    private static Map<String, String> exported() throws IOException, InterruptedException {
        return rollcall.run("env")
                .output()
                .lines()
                .map(line -> line.substring("export ".length()).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].substring(1, pair[1].length() - 1)));
    }

    private static List<RunningProcess> processes(JsonNode parts) {
        return StreamSupport.stream(parts.spliterator(), false)
                .map(part -> running(part.get("pid").asLong()))
                .toList();
    }

    private static RunningProcess process(JsonNode parts, String name) {
        return StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> part.get("name").asString().equals(name))
                .map(part -> running(part.get("pid").asLong()))
                .findFirst()
                .orElseThrow();
    }

    private static RunningProcess running(long pid) {
        return RunningProcess.of(ProcessHandle.of(pid).orElseThrow());
    }

    private static List<String> values(JsonNode parts, String field) {
        return StreamSupport.stream(parts.spliterator(), false)
                .map(part -> part.get(field).asString())
                .toList();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
