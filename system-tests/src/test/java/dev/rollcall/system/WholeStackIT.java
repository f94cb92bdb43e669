package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.Base64;
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

    private static final Duration LONG = Duration.ofMinutes(5);
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
        awaitHealthy();
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
                .isEqualTo("one,two\n1,\"a,b\"\n");
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
        assertThat(rollcall.run("query", mine, "--as=tenant", "--csv").output()).isEqualTo("id\n");
        assertThat(rollcall.run("query", mine, "--as=tenant", "--organization=" + organization, "--csv")
                        .output())
                .isEqualTo("id\n" + organization + "\n");
        Result nobody = rollcall.run("query", mine, "--as=tenant", "--organization=org_nobody", "--csv");
        assertThat(nobody.output()).isEqualTo("id\n");
        assertThat(nobody.errors())
                .isEqualTo("rollcall: no live organization org_nobody in the copy; a tenant of it sees nothing\n");
        assertThat(rollcall.run("query", mine, "--as=tenant", "--organization=" + organization)
                        .errors())
                .isEmpty();
    }

    @Test
    void looksAtTheGatewayTooAndAcceptsTheAdministratorOfTheStacksOwnServer() throws Exception {
        up();
        Result doctor = rollcall.run("doctor");
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
        assertThat(doctor.output())
                .contains("OK    accepted (ROLLCALL_ACCEPTED_FINDINGS; the local stack sets it for its own PostgreSQL):"
                        + " role_bypasses: postgres ")
                .contains("OK    the gateway at 127.0.0.1:")
                .doesNotContain("WARN  role_bypasses", "\u001b");
    }

    @Test
    void sendsOneEventAndFindsItByAFileOfStatements(@TempDir Path files) throws Exception {
        up();
        Result sent = rollcall.run("send", "user.created", "--data", "first_name=Zora", "--json");
        assertThat(sent.exitCode()).as(sent.errors()).isZero();
        String id = JsonMapper.shared().readTree(sent.output()).get("id").asString();
        Path statements = Files.writeString(
                files.resolve("report.sql"),
                "select first_name from clerk.users where id = '" + id + "'; select 2 as second;");

        awaitAnswer("Zora\n2\n", "query", "--file", statements.toString(), "--value");
        for (List<String> piped : List.of(List.of("query", "-", "--value"), List.of("query", "--value"))) {
            Result read = rollcall.runReading(statements, piped.toArray(String[]::new));
            assertThat(read.output()).as(read.errors()).isEqualTo("Zora\n2\n");
        }

        Result wrong = rollcall.run("query", "select * from users");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.errors()).hasLineCount(1).contains("write clerk.users for users");
        assertThat(rollcall.run("status").output())
                .contains("/webhooks/clerk", "postgresql://rollcall_backend@127.0.0.1:", "Console: http://127.0.0.1:");
        assertThat(rollcall.run("open", "--print").output()).startsWith("http://127.0.0.1:");
        assertThat(rollcall.run("logs", "worker", "-n", "3").output()).isNotBlank();
    }

    /** As Clerk's events come to a laptop. */
    @Test
    void takesWhatComesThroughTheTunnel(@TempDir Path files) throws Exception {
        rollcall.run("down");
        Path listening = files.resolve("port");
        List<String> options = new ArrayList<>(List.of(SERVER_PORTS.split(" ", -1)));
        options.add("--tunnel=" + PortForwarder.command(listening));
        String endpoint = PortForwarder.ADDRESS + "/webhooks/clerk";

        assertThat(rollcall.up(options.toArray(String[]::new)).output()).contains(endpoint);
        assertThat(rollcall.run("status").output()).contains("Public address: " + PortForwarder.ADDRESS);
        Result sent = rollcall.run(
                "send",
                "user.created",
                "--data=first_name=Tunnelled",
                "--json",
                "--url=http://127.0.0.1:" + Files.readString(listening) + "/webhooks/clerk");

        assertThat(sent.exitCode()).as(sent.errors()).isZero();
        String id = JsonMapper.shared().readTree(sent.output()).get("id").asString();
        awaitAnswer("Tunnelled\n", "query", "select first_name from clerk.users where id = '" + id + "'", "--value");
        ProcessHandle tunnel = supervisor()
                .find()
                .orElseThrow()
                .descendants()
                .filter(process -> CommandLines.of(process.pid()).contains(PortForwarder.class.getName()))
                .findFirst()
                .orElseThrow();
        assertThat(rollcall.run("down").exitCode()).isZero();
        assertThat(tunnel.isAlive()).as("it ends with the stack").isFalse();
    }

    /** People choose their own names when they sign up; the operator's terminal must not obey them. */
    @Test
    void showsControlCharactersInsteadOfSendingThemToTheTerminal() throws Exception {
        up();
        String name = "select E'Zoe\\x1b]0;pwned\\x07' || chr(155) || '31m' || chr(8238) || E'\\r\\nforged' as name";
        String shown = "Zoe\\u001b]0;pwned\\u0007\\u009b31m\\u202e";

        Result table = rollcall.run("query", name);
        assertThat(table.output()).hasLineCount(4).contains(" " + shown + "\\r\\nforged\n");
        assertThat(rollcall.run("query", name, "--csv").output()).isEqualTo("name\n\"" + shown + "\r\nforged\"\n");
        String json = rollcall.run("query", name, "--json").output();
        assertThat(json).containsIgnoringCase(shown);
        assertThat(JsonMapper.shared().readTree(json).get(0).get("name").asString())
                .isEqualTo("Zoe\u001b]0;pwned\u0007\u009b31m\u202e\r\nforged");
        Result refused = rollcall.run("query", "select E'\\x1b[2J'::integer");
        assertThat(refused.errors()).hasLineCount(1).contains("\\u001b[2J");
        for (Result one : List.of(table, refused)) {
            assertThat(one.output() + one.errors()).doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\r");
        }
    }

    @Test
    void givesARunningStackItsNewSigningSecret() throws Exception {
        up();
        RunningProcess gateway = process(status(), "gateway");
        String secret = "whsec_" + Base64.getEncoder().encodeToString("twenty-four bytes of it!".getBytes(UTF_8));

        Result up = rollcall.up(Map.of("CLERK_WEBHOOK_SIGNING_SECRET", secret), SERVER_PORTS.split(" ", -1));

        assertThat(up.exitCode()).as(up.errors()).isZero();
        assertThat(up.output())
                .contains(
                        "The gateway works with the new signing secret from now on.",
                        "the simulator's invented instance");
        assertThat(process(status(), "gateway")).as("it was not started again").isEqualTo(gateway);
        assertThat(exported().get("CLERK_WEBHOOK_SIGNING_SECRET")).isEqualTo(secret);
        Result simulated = rollcall.run("simulate", "--seed=9", "--events=20", "--rate=0");
        assertThat(simulated.exitCode()).as(simulated.output()).isZero();
        assertThat(simulated.output()).doesNotContain("repetitions after");
        assertThat(up().output()).as("without one it stays").doesNotContain("signing secret from now on");
        assertThat(exported().get("CLERK_WEBHOOK_SIGNING_SECRET")).isEqualTo(secret);
    }

    @Test
    void refusesOtherSettingsForARunningStackByName() throws Exception {
        up();
        for (String[] other : new String[][] {
            {"--instance-id=ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S", "--instance-id"},
            {"--kafka-bootstrap=127.0.0.1:1", "--kafka-bootstrap"},
            {"--database-url=postgresql://admin@127.0.0.1:1/db", "--database-url"},
            {"--console-token", "--console-token"},
            {"--worker-port=1", "--worker-port"},
            {"--demo", "--demo"}
        }) {
            Result up = rollcall.run("up", "--detach", other[0]);

            assertThat(up.exitCode()).isEqualTo(2);
            assertThat(up.output()).doesNotContain("demo");
            assertThat(up.errors()).hasLineCount(1).contains("runs with another " + other[1] + ",", "./rollcall down");
        }
        Result variable = rollcall.run(Map.of("ROLLCALL_STORE_PRIVATE_METADATA", "false"), "up", "--detach");
        assertThat(variable.exitCode()).as(variable.output()).isEqualTo(2);
        assertThat(variable.errors())
                .hasLineCount(1)
                .contains("runs with another ROLLCALL_STORE_PRIVATE_METADATA,", "./rollcall down");
        awaitHealthy();
    }

    /** The simulator has filled it: events of another instance would be dead letters, every one of them. */
    @Test
    void takesNoRealSecretForTheSimulatorsData() throws Exception {
        up();
        rollcall.run("down");

        Result up = rollcall.up(
                Map.of("CLERK_WEBHOOK_SIGNING_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                SERVER_PORTS.split(" ", -1));

        assertThat(up.exitCode()).isEqualTo(2);
        assertThat(up.output() + up.errors())
                .contains("a copy of the simulator's invented instance", "./rollcall up --data-dir ~/.rollcall-clerk");
        assertThat(rollcall.run("status").exitCode()).isEqualTo(1);
    }

    @Test
    void startsAgainWhatWasKilledAndSaysSo() throws Exception {
        up();
        for (String victim : PARTS) {
            RunningProcess killed = process(status(), victim);
            killed.find().orElseThrow().destroyForcibly();
            assertThat(killed.awaitEnd(LONG)).isTrue();

            assertThat(up().output()).contains("runs already");

            awaitHealthy();
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
        List<ProcessHandle> all =
                supervisor().find().orElseThrow().descendants().toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(PARTS.size());
        for (ProcessHandle process : all) {
            assertThat(CommandLines.of(process.pid())).doesNotContain(secrets);
        }
        assertThat(CommandLines.of(supervisor().pid())).doesNotContain(secrets);
        assertThat(permissions(data.resolve("signing-secrets"))).isEqualTo("rw-------");
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

    /** What was sent a moment ago is found as soon as it is applied. */
    private static void awaitAnswer(String expected, String... query) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        String found = rollcall.run(query).output();
        while (!found.equals(expected) && System.nanoTime() < deadline) {
            found = rollcall.run(query).output();
        }
        assertThat(found).isEqualTo(expected);
    }

    private static String content() throws IOException, InterruptedException {
        Result content = rollcall.run("query", CONTENT, "--csv");
        assertThat(content.errors()).isEmpty();
        return content.output();
    }

    /** A look has ten seconds, which a busy part may miss. */
    private static void awaitHealthy() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        List<String> health = values(status(), "health");
        while (!health.stream().allMatch("healthy"::equals) && System.nanoTime() < deadline) {
            health = values(status(), "health");
        }
        assertThat(health).containsOnly("healthy");
    }

    private static JsonNode status() throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(rollcall.run("status", "--json").output())
                .get("parts");
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
