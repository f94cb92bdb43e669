package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.system.monitoring.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade, a changed setting and a drained node, as the manifests are made for them. */
class KubernetesRolloutTest {

    private static final List<String> COMPONENTS =
            List.of("kafka-properties", "keda", "keda-sasl", "prometheus-operator", "surveys", "traces");

    private List<Manifest> manifests = List.of();

    @BeforeEach
    void read() throws IOException {
        manifests = Manifest.all();
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

    @Test
    void anOverlayWithEveryComponentRenders(@TempDir Path overlay) throws IOException, InterruptedException {
        assertThat(rendered(overlay, COMPONENTS, "kafka-1.example:9093"))
                .contains("kafka: kafka-1.example:9093", "name: rollcall-kafka", "OTEL_EXPORTER_OTLP_ENDPOINT")
                .doesNotContain("replicas: 2");
    }

    /** Pods read the settings when they start: another value has to be another name, or nothing is rolled. */
    @Test
    void anotherSettingRollsThePods(@TempDir Path overlay) throws IOException, InterruptedException {
        Pattern name = Pattern.compile("configMapKeyRef:\\s+key: \\S+\\s+name: (rollcall-\\w+)");
        List<String> names = new ArrayList<>();
        for (String kafka : List.of("one:9092", "two:9092")) {
            Set<String> read = name.matcher(rendered(overlay, List.of(), kafka))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
            assertThat(read).hasSize(1);
            names.addAll(read);
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    /** Whoever is told where Kafka is has to be told how it wants to be spoken to. */
    @Test
    void theFileForKafkaReachesWhoeverAsksIt(@TempDir Path overlay) throws IOException, InterruptedException {
        Path all = Files.writeString(
                overlay.resolve("all.yaml"), rendered(overlay, List.of("kafka-properties"), "kafka-1.example:9093"));
        List<String> told = new ArrayList<>();
        for (Map<String, Object> document : YamlFile.documents(all)) {
            Manifest pods = new Manifest(all, document);
            pods.requireValid();
            for (Map<String, Object> container : pods.containers()) {
                Map<String, String> leaves = YamlFile.leaves(container);
                boolean asksKafka = leaves.containsValue("KAFKA_BOOTSTRAP_SERVERS");
                assertThat(leaves.containsValue("ROLLCALL_KAFKA_PROPERTIES_FILE"))
                        .as(String.valueOf(container.get("name")))
                        .isEqualTo(asksKafka);
                if (asksKafka) {
                    told.add(String.valueOf(container.get("name")));
                    assertThat(leaves)
                            .containsValue("/run/kafka/client.properties")
                            .containsValue("/run/kafka");
                    assertThat(YamlFile.leaves(pods.at("spec.template.spec"))).containsValue("rollcall-kafka-client");
                }
            }
        }
        assertThat(told).containsExactlyInAnyOrder("gateway", "worker", "topics");
        assertThat(Files.readString(YamlFile.inRepository("docs/containers.md")))
                .contains("create secret generic rollcall-kafka-client --from-file=client.properties");
        assertThat(Application.commandSettings()).contains("ROLLCALL_KAFKA_PROPERTIES_FILE");
        for (Application application : Application.values()) {
            assertThat(application.settings()).containsKey("ROLLCALL_KAFKA_PROPERTIES_FILE");
        }
    }

    private static String rendered(Path overlay, List<String> components, String kafka)
            throws IOException, InterruptedException {
        var program = PrometheusServer.program("kubectl");
        assumeTrue(OptionalProgram.isThere(program, "kubectl is not installed"));
        Path base = overlay.toRealPath().relativize(Manifest.FOLDER.toRealPath());
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                resources: [%s]
                components: [%s]
                configMapGenerator:
                  - {name: rollcall, namespace: rollcall, behavior: merge, literals: ["kafka=%s"]}
                """.formatted(
                base,
                components.stream().map(component -> base + "/" + component).collect(Collectors.joining(", ")),
                kafka));
        return Programs.succeeds(program.get(), "kustomize", overlay);
    }

    /** GitOps: a Job that removes itself is drift, and one that stays in the way of the next release must be replaced. */
    @Test
    void theMigrationRunsBetweenSettingsAndApplicationsOnce() {
        Manifest job = named("Job", "rollcall-migration");
        assertThat(job.at("metadata.annotations"))
                .containsEntry("argocd.argoproj.io/hook", "Sync")
                .containsEntry("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation")
                .containsEntry("argocd.argoproj.io/sync-wave", "-1")
                .containsEntry("kustomize.toolkit.fluxcd.io/force", "enabled");
        assertThat(job.at("spec")).doesNotContainKey("ttlSecondsAfterFinished");
        assertThat(named("Namespace", "rollcall").at("metadata.annotations"))
                .containsEntry("argocd.argoproj.io/sync-wave", "-2");
    }

    @Test
    void everyApplicationSurvivesTheLossOfAPod() {
        for (Application application : Application.values()) {
            Manifest pods = pods(application);
            assertThat(pods.list("spec.template.spec.topologySpreadConstraints"))
                    .extracting(spread -> spread.get("topologyKey"))
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            assertThat(named("PodDisruptionBudget", pods.name()).at("spec"))
                    .containsEntry("unhealthyPodEvictionPolicy", "AlwaysAllow");
        }
        assertThat(pods(Application.WORKER).at("spec")).containsEntry("replicas", 2);
        assertThat(named("HorizontalPodAutoscaler", "rollcall-gateway").at("spec"))
                .containsEntry("minReplicas", 2);
        assertThat(named("ScaledObject", "rollcall-worker").at("spec")).containsEntry("minReplicaCount", 2);
    }

    @Test
    void theOperatorsRulesAreTheRules() throws IOException {
        Path made = Manifest.FOLDER.resolve("prometheus-operator/rules.yaml");
        String rules = Files.readString(YamlFile.inRepository("deploy/prometheus/rules/rollcall.yml"));
        String written = Files.readString(made);
        String wanted = written.substring(0, written.indexOf("spec:\n")) + "spec:\n"
                + rules.lines()
                        .map(line -> line.isBlank() ? line : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("rollcall.update")) {
            Files.writeString(made, wanted);
        }
        assertThat(Files.readString(made)).isEqualTo(wanted);
    }
}
