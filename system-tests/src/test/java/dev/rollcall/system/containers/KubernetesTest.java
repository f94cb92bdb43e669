package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.system.monitoring.PrometheusServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifests say what Kubernetes and the applications understand. No cluster is needed to see that. */
class KubernetesTest {

    private static final String NAME = "app.kubernetes.io/name";
    private static final Pattern KEY = Pattern.compile("--from-file=\"[$]secrets/([a-z-]+)\"");

    private List<Manifest> manifests = List.of();

    @BeforeEach
    void read() throws IOException {
        manifests = Manifest.all();
    }

    @Test
    void kubernetesKnowsEveryWord() {
        for (Manifest manifest : manifests) {
            if (!manifest.isCustom()) {
                assertThatCode(manifest::requireValid).as(manifest.name()).doesNotThrowAnyException();
            }
        }
        assertThat(manifests.stream().filter(Manifest::isCustom).map(Manifest::kind))
                .containsExactlyInAnyOrder(
                        "keda.sh/v1alpha1/ScaledObject",
                        "keda.sh/v1alpha1/TriggerAuthentication",
                        "monitoring.coreos.com/v1/PodMonitor",
                        "monitoring.coreos.com/v1/PrometheusRule");
    }

    /** By the schemas of KEDA's and the Prometheus operator's definitions, which npm has; Kubernetes' own client knows neither. */
    @Test
    void theDefinitionsOfCustomResourcesTakeThem() throws IOException, InterruptedException {
        assumeTrue(NodeProject.isThere());
        NodeProject models = NodeProject.install(
                Path.of("src", "test", "clients", "kubernetes-models"), Path.of("target", "kubernetes-models"));
        List<Map<String, Object>> custom = manifests.stream()
                .filter(Manifest::isCustom)
                .map(Manifest::content)
                .toList();
        assertThat(judged(models, custom)).isEqualTo(new Judged(0, custom.size()));

        List<Map<String, Object>> broken = new ArrayList<>();
        for (Map<String, Object> object : custom) {
            Map<String, Object> copy = new LinkedHashMap<>(object);
            copy.put(
                    "spec",
                    Map.of("triggers", "none", "groups", "none", "selector", "none", "secretTargetRef", "none"));
            broken.add(copy);
        }
        assertThat(judged(models, broken)).isEqualTo(new Judged(1, 0));
    }

    private record Judged(int exitCode, int right) {}

    private static Judged judged(NodeProject models, List<Map<String, Object>> objects)
            throws IOException, InterruptedException {
        Files.writeString(models.directory().resolve("objects.json"), new Gson().toJson(objects));
        NodeProject.Ended ended = models.run(Map.of(), "node", "judge.mjs", "objects.json");
        assertThat(ended.error()).isEmpty();
        return new Judged(ended.code(), (int)
                ended.output().lines().filter(line -> line.startsWith("right ")).count());
    }

    @Test
    void kustomizeListsEveryFileAndRendersThem() throws IOException, InterruptedException {
        List<String> listed = new ArrayList<>();
        for (String folder : List.of("", "keda/", "keda-sasl/", "prometheus-operator/", "surveys/", "traces/")) {
            YamlFile.leaves(YamlFile.read(Manifest.FOLDER.resolve(folder + "kustomization.yaml")))
                    .forEach((path, value) -> {
                        if (path.startsWith("resources.")) {
                            listed.add(folder + value);
                        }
                    });
        }
        assertThat(Manifest.files().stream()
                        .map(file -> Manifest.FOLDER.relativize(file).toString()))
                .containsExactlyInAnyOrderElementsOf(listed);
        var program = PrometheusServer.program("kubectl");
        assumeTrue(OptionalProgram.isThere(program, "kubectl is not installed"));
        assertThat(Programs.succeeds(program.get(), "kustomize", Manifest.FOLDER))
                .contains("namespace: rollcall");
    }

    @Test
    void namesOnlySettingsThatTheApplicationsKnow() {
        for (Manifest pods : withPods()) {
            for (Map<String, Object> container : pods.containers()) {
                Set<String> known = container.containsKey("args")
                        ? Application.commandSettings()
                        : application(pods).orElseThrow().settings().keySet();
                assertThat(known).containsAll(environment(container).keySet());
                assertThat(YamlFile.leaves(container.get("args")).values().stream()
                                .filter(word -> !word.startsWith("--")))
                        .isSubsetOf(Application.commands());
            }
        }
    }

    @Test
    void probesAskWhatTheApplicationsServe() {
        for (Application application : Application.values()) {
            Map<String, Object> container = pods(application).containers().getFirst();
            Map<String, Integer> ports = ports(container);
            assertThat(Set.copyOf(ports.values())).isEqualTo(application.ports());
            assertThat(ports).containsEntry("management", application.managementPort());
            assertThat(environment(container)).containsEntry("ROLLCALL_MANAGEMENT_ADDRESS", "0.0.0.0");
            Map.of("startupProbe", "liveness", "livenessProbe", "liveness", "readinessProbe", "readiness")
                    .forEach((probe, group) -> {
                        Map<String, Object> get =
                                YamlFile.map(YamlFile.map(container.get(probe)).get("httpGet"));
                        assertThat(get)
                                .containsEntry("port", "management")
                                .containsEntry("path", "/actuator/health/" + group);
                        assertThat(application.managementPaths()).contains(String.valueOf(get.get("path")));
                    });
        }
        assertThat(ports(pods(Application.GATEWAY).containers().getFirst()))
                .containsEntry("webhooks", Application.GATEWAY.port("ROLLCALL_GATEWAY_PORT"));
    }

    @Test
    void podsAreRestrictedAndRunAsTheImagesUser() throws IOException {
        String user = Images.of(Application.GATEWAY)
                .image()
                .only(Dockerfile.Step.User.class)
                .id();
        for (Manifest pods : withPods()) {
            Map<String, Object> security = pods.at("spec.template.spec.securityContext");
            assertThat(security.get("runAsUser") + ":" + security.get("runAsGroup"))
                    .isEqualTo(user);
            assertThat(security)
                    .containsEntry("runAsNonRoot", true)
                    .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
            assertThat(pods.at("spec.template.spec")).containsEntry("automountServiceAccountToken", false);
            assertThat(pods.containers()).isNotEmpty().allSatisfy(container -> {
                assertThat(YamlFile.map(container.get("securityContext")))
                        .isEqualTo(Map.of(
                                "allowPrivilegeEscalation", false,
                                "readOnlyRootFilesystem", true,
                                "capabilities", Map.of("drop", List.of("ALL"))));
                assertThat(YamlFile.leaves(container.get("resources")))
                        .containsEntry("limits.memory", Images.MEMORY_MEBIBYTES + "Mi");
                assertThat(YamlFile.leaves(container.get("volumeMounts"))).containsValue("/tmp");
                assertThat(String.valueOf(container.get("image")))
                        .matches(Images::isTaggedWithoutRegistry)
                        .endsWith(":" + Images.version());
            });
        }
        assertThat(named("Namespace", "rollcall").at("metadata.labels"))
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @Test
    void selectorsFindTheirPods() {
        Set<Object> names =
                withPods().stream().map(pods -> pods.podLabels().get(NAME)).collect(Collectors.toSet());
        assertThat(names).containsExactlyInAnyOrder("rollcall-gateway", "rollcall-worker", "rollcall-migration");
        withPods().forEach(pods -> assertThat(pods.podLabels()).containsEntry("app.kubernetes.io/part-of", "rollcall"));
        for (Manifest manifest : manifests) {
            Map<String, String> leaves = YamlFile.leaves(manifest.content());
            leaves.forEach((path, value) -> {
                boolean selects = path.contains("elector") && (path.endsWith(NAME) || path.contains(".values."));
                if (selects) {
                    assertThat(value).as(manifest.name() + " " + path).isIn(names);
                }
            });
        }
        for (Application application : Application.values()) {
            Manifest pods = pods(application);
            assertThat(pods.podLabels()).containsAllEntriesOf(pods.at("spec.selector.matchLabels"));
            named("PodDisruptionBudget", pods.name());
            assertThat(named("Service", pods.name()).list("spec.ports"))
                    .allSatisfy(port -> assertThat(ports(pods.containers().getFirst()))
                            .containsKey(String.valueOf(port.get("targetPort"))));
        }
        assertThat(pods(Application.WORKER).text("spec.serviceName")).isEqualTo("rollcall-worker");
        assertThat(named("HorizontalPodAutoscaler", "rollcall-gateway").at("spec.scaleTargetRef"))
                .isEqualTo(Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", "rollcall-gateway"));
    }

    @Test
    void settingsAndSecretsThatAreReadAreThere() throws IOException {
        Set<String> settings = named("ConfigMap", "rollcall").at("data").keySet();
        Set<String> secrets = KEY.matcher(Files.readString(YamlFile.inRepository("docs/containers.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        for (Manifest pods : withPods()) {
            Set<String> mounted = YamlFile.leaves(pods.at("spec.template.spec")).entrySet().stream()
                    .filter(leaf ->
                            leaf.getKey().contains("items.") && leaf.getKey().endsWith(".path"))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toSet());
            assertThat(secrets).containsAll(mounted);
            Set<String> read = new HashSet<>();
            for (Map<String, Object> container : pods.containers()) {
                environment(container).values().stream()
                        .filter(value -> value.startsWith("/run/secrets/"))
                        .forEach(value -> read.add(value.substring("/run/secrets/".length())));
                YamlFile.leaves(container.get("env")).forEach((path, value) -> {
                    if (path.endsWith("configMapKeyRef.key")) {
                        assertThat(settings).contains(value);
                    }
                });
            }
            assertThat(mounted).containsExactlyInAnyOrderElementsOf(read);
        }
    }

    @Test
    void databasesAreUsedAsTheirRoles() {
        Map<String, Object> settings = named("ConfigMap", "rollcall").at("data");
        assertThat(URI.create(String.valueOf(settings.get("database"))).getUserInfo())
                .isEqualTo("rollcall_sync")
                .isIn(Application.roles());
        assertThat(URI.create(String.valueOf(settings.get("migration-database")))
                        .getUserInfo())
                .isNotIn(Application.roles());
    }

    @Test
    void aWorkerIsNamedAfterItsPodAndThereAreNoMoreThreadsThanPartitions() {
        Map<String, Object> container = pods(Application.WORKER).containers().getFirst();
        assertThat(YamlFile.leaves(container.get("env"))).containsValue("metadata.name");
        assertThat(environment(container)).containsEntry("ROLLCALL_WORKER_INSTANCE", "metadata.name");
        Manifest scaling = named("ScaledObject", "rollcall-worker");
        int threads = Integer.parseInt(environment(container).get("ROLLCALL_WORKER_THREADS"));
        int workers = Integer.parseInt(scaling.text("spec.maxReplicaCount"));
        assertThat(workers * threads).isLessThanOrEqualTo(events().partitions());
        assertThat(scaling.at("spec.scaleTargetRef"))
                .isEqualTo(Map.of("kind", "StatefulSet", "name", "rollcall-worker"));
        assertThat(YamlFile.map(scaling.list("spec.triggers").getFirst().get("metadata")))
                .containsEntry("topic", events().name())
                .containsEntry("consumerGroup", Application.group());
    }

    @Test
    void prometheusAsksBothApplicationsAsTheRulesNameThem() throws IOException {
        Manifest monitor = named("PodMonitor", "rollcall");
        Map<String, Object> endpoint = monitor.list("spec.podMetricsEndpoints").getFirst();
        assertThat(monitor.text("spec.jobLabel")).isEqualTo(NAME);
        assertThat(endpoint).containsEntry("port", "management").containsEntry("path", "/actuator/prometheus");
        Map<String, String> example =
                YamlFile.leaves(YamlFile.read(YamlFile.inRepository("deploy/prometheus/prometheus.yml")));
        for (Application application : Application.values()) {
            assertThat(application.managementPaths()).contains("/actuator/prometheus");
            assertThat(example)
                    .containsValue(String.valueOf(pods(application).podLabels().get(NAME)));
        }
    }

    @Test
    void networkPoliciesLetTheirPortsThrough() {
        List<String> ports = manifests.stream()
                .filter(manifest -> manifest.content().get("kind").equals("NetworkPolicy"))
                .flatMap(policy -> YamlFile.leaves(policy.at("spec")).entrySet().stream())
                .filter(leaf -> leaf.getKey().endsWith(".port"))
                .map(Map.Entry::getValue)
                .toList();
        Map<String, Object> settings = named("ConfigMap", "rollcall").at("data");
        assertThat(ports)
                .contains(
                        String.valueOf(settings.get("kafka")).split(":")[1],
                        Integer.toString(URI.create(String.valueOf(settings.get("database")))
                                .getPort()))
                .containsExactlyInAnyOrder(
                        "53",
                        "53",
                        // Kafka without and with TLS, and as hosts offer it.
                        "9092",
                        "9093",
                        "9094",
                        "9096",
                        "9098",
                        // PostgreSQL and its poolers.
                        "5432",
                        "6432",
                        "6543",
                        // Clerk's, where the worker surveys it; and the collector's.
                        "443",
                        "4318",
                        "webhooks",
                        "management");
    }

    private static TopicSpecification events() {
        Topics topics = new Topics("");
        return topics.all().stream()
                .filter(topic -> topic.name().equals(topics.events()))
                .findFirst()
                .orElseThrow();
    }

    private List<Manifest> withPods() {
        return manifests.stream().filter(Manifest::hasPods).toList();
    }

    private Manifest named(String kind, String name) {
        return manifests.stream()
                .filter(manifest ->
                        manifest.text("kind").equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    private Manifest pods(Application application) {
        return application == Application.GATEWAY
                ? named("Deployment", "rollcall-gateway")
                : named("StatefulSet", "rollcall-worker");
    }

    /** Which of both runs in the pods; none in those of the migration. */
    private Optional<Application> application(Manifest pods) {
        return Stream.of(Application.values())
                .filter(application -> pods(application).equals(pods))
                .findFirst();
    }

    private static Map<String, Integer> ports(Map<String, Object> container) {
        Map<String, Integer> ports = new HashMap<>();
        list(container, "ports")
                .forEach(port -> ports.put(String.valueOf(port.get("name")), (Integer) port.get("containerPort")));
        return ports;
    }

    /** Values, or where they come from. */
    private static Map<String, String> environment(Map<String, Object> container) {
        Map<String, String> environment = new HashMap<>();
        for (Map<String, Object> variable : list(container, "env")) {
            Map<String, String> source = YamlFile.leaves(variable.get("valueFrom"));
            environment.put(
                    String.valueOf(variable.get("name")),
                    source.getOrDefault("fieldRef.fieldPath", String.valueOf(variable.get("value"))));
        }
        return environment;
    }

    private static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof List<?> list
                ? list.stream().map(YamlFile::map).toList()
                : List.of();
    }
}
