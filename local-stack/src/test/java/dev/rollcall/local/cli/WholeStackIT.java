package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.cli.StandInRepository.Result;
import dev.rollcall.local.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line with real servers and processes; only gateway and worker are stand-ins. */
class WholeStackIT {

    private static final List<String> UP = List.of(
            "up",
            "--detach",
            "--gateway-port=0",
            "--gateway-management-port=0",
            "--worker-port=0",
            "--postgres-port=0",
            "--kafka-port=0");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String COUNT = "select count(*) as n from clerk.users";

    @TempDir
    Path directory;

    private StandInRepository repository = new StandInRepository(Path.of(""));

    @BeforeEach
    void build() throws IOException {
        repository = StandInRepository.in(directory);
    }

    @AfterEach
    void stop() {
        repository.run("down");
    }

    @Test
    void startsConnectsAndStopsKeepingTheData() throws Exception {
        Map<String, String> environment =
                Map.of("CLERK_WEBHOOK_SIGNING_SECRET", "given by the environment of this JVM only");
        Result up = up();
        assertThat(up.output()).contains("Rollcall is ready.", "./rollcall query", "./rollcall down");

        JsonNode parts = status();
        assertThat(values(parts, "name")).containsExactly("postgres", "kafka", "worker", "gateway");
        assertThat(values(parts, "health")).containsOnly("healthy");
        assertThat(repository.run("status").output()).contains("is running").contains("postgres  healthy");

        Map<String, String> exported = exported(environment);
        assertThat(exported)
                .containsOnlyKeys(
                        "ROLLCALL_WEBHOOK_URL",
                        "ROLLCALL_OPS_URL",
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "DATABASE_URL",
                        "TENANT_DATABASE_URL",
                        "CLERK_WEBHOOK_SIGNING_SECRET");
        assertThat(exported.get("CLERK_WEBHOOK_SIGNING_SECRET")).matches("whsec_[A-Za-z0-9+/]{32}");
        assertThat(exported.get("DATABASE_URL")).startsWith("postgresql://rollcall_backend:");
        assertThat(exported.get("TENANT_DATABASE_URL")).startsWith("postgresql://rollcall_tenant:");

        assertThat(repository.run("query", COUNT, "--json").output()).isEqualTo("[\n{\"n\":1}\n]\n");
        assertThat(repository.run("query", COUNT, "--csv").output()).isEqualTo("n\r\n1\r\n");
        assertThat(repository
                        .run("query", "select 1 as one, null as two, 'x' as three")
                        .output())
                .isEqualTo("""
                 one | two | three
                -----+-----+-------
                   1 |     | x
                (1 row)
                """);
        Result refused = repository.run("query", "delete from clerk.users");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).hasLineCount(1).contains("permission denied");
        assertThat(repository.run("query", COUNT, "--as", "tenant").errors()).contains("permission denied");

        List<RunningProcess> processes = processes(parts);
        assertThat(repository.run("down").output()).endsWith("Stopped.\n");
        assertThat(processes).hasSize(4).allMatch(process -> process.find().isEmpty());

        up();
        assertThat(repository.run("query", COUNT, "--csv").output()).isEqualTo("n\r\n2\r\n");
        assertThat(exported(environment).get("CLERK_WEBHOOK_SIGNING_SECRET"))
                .isEqualTo(exported.get("CLERK_WEBHOOK_SIGNING_SECRET"));
    }

    @Test
    void startsAgainWhatWasKilledAndSaysSo() throws Exception {
        up();
        for (String victim : List.of("postgres", "kafka", "worker", "gateway")) {
            RunningProcess killed = process(status(), victim);
            killed.find().orElseThrow().destroyForcibly();
            assertThat(killed.awaitEnd(LONG)).isTrue();

            Result again = up();

            assertThat(again.output()).contains("runs already");
            assertThat(values(status(), "health")).containsOnly("healthy");
            assertThat(process(status(), victim)).isNotEqualTo(killed);
        }
        assertThat(repository.dataDirectory().resolve("logs/supervisor.log"))
                .content()
                .contains("kafka ended with exit code 137; starting it again", "kafka is ready again");
    }

    @Test
    void leavesNothingBehindWhenTheSupervisorIsKilledAndContinuesWithTheData() throws Exception {
        up();
        List<RunningProcess> processes = processes(status());

        supervisor().find().orElseThrow().destroyForcibly();

        for (RunningProcess process : processes) {
            assertThat(process.awaitEnd(LONG)).isTrue();
        }
        assertThat(repository.run("status").exitCode()).isEqualTo(1);
        up();
        assertThat(repository.run("query", COUNT, "--csv").output()).isEqualTo("n\r\n2\r\n");
    }

    @Test
    void keepsSecretsReadableByTheOwnerOnlyAndOutOfCommandLinesAndLogs() throws Exception {
        up();
        List<String> secrets = new ArrayList<>();
        try (var files = Files.list(repository.dataDirectory().resolve("secrets"))) {
            for (Path file : files.toList()) {
                assertThat(permissions(file)).isEqualTo("rw-------");
                secrets.add(Files.readString(file).strip());
            }
        }
        assertThat(secrets).hasSize(4);
        assertThat(permissions(repository.dataDirectory())).isEqualTo("rwx------");
        assertThat(permissions(repository.dataDirectory().resolve("run.json"))).isEqualTo("rw-------");
        for (RunningProcess process : processes(status())) {
            assertThat(process.find().orElseThrow().info().commandLine().orElse(""))
                    .doesNotContain(secrets);
        }
        try (var logs = Files.list(repository.dataDirectory().resolve("logs"))) {
            for (Path log : logs.toList()) {
                assertThat(log).content().doesNotContain(secrets);
            }
        }
    }

    private Result up() {
        Result up = repository.run(UP.toArray(String[]::new));
        assertThat(up.errors()).isEmpty();
        assertThat(up.exitCode()).isZero();
        return up;
    }

    private JsonNode status() {
        return JsonMapper.builder()
                .build()
                .readTree(repository.run("status", "--json").output());
    }

    private RunningProcess supervisor() throws IOException {
        JsonNode state = JsonMapper.builder()
                .build()
                .readTree(Files.readString(repository.dataDirectory().resolve("run.json")));
        return running(state.get("supervisor").get("pid").asLong());
    }

    private Map<String, String> exported(Map<String, String> environment) {
        return repository
                .run(environment, "env")
                .output()
                .lines()
                .map(line -> line.substring("export ".length()).split("=", 2))
                .collect(java.util.stream.Collectors.toMap(
                        pair -> pair[0], pair -> pair[1].substring(1, pair[1].length() - 1)));
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
