package dev.rollcall.system.containers;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One object of {@code deploy/kubernetes/}. */
record Manifest(Path file, Map<String, Object> content) {

    static final Path FOLDER = YamlFile.inRepository("deploy/kubernetes");

    private static final Map<String, Kind> KINDS = Map.of(
            "v1/Namespace", new Kind(V1Namespace.class, V1Namespace::validateJsonElement),
            "v1/ConfigMap", new Kind(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
            "v1/Service", new Kind(V1Service.class, V1Service::validateJsonElement),
            "apps/v1/Deployment", new Kind(V1Deployment.class, V1Deployment::validateJsonElement),
            "apps/v1/StatefulSet", new Kind(V1StatefulSet.class, V1StatefulSet::validateJsonElement),
            "batch/v1/Job", new Kind(V1Job.class, V1Job::validateJsonElement),
            "policy/v1/PodDisruptionBudget",
                    new Kind(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
            "autoscaling/v2/HorizontalPodAutoscaler",
                    new Kind(V2HorizontalPodAutoscaler.class, V2HorizontalPodAutoscaler::validateJsonElement),
            "networking.k8s.io/v1/NetworkPolicy",
                    new Kind(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement));

    /** Of the client's model, which is made of Kubernetes' own OpenAPI document. */
    private record Kind(Class<?> type, Schema schema) {}

    /** Refuses words that are not known, and what lacks a required one. */
    private interface Schema {
        void check(JsonElement json) throws IOException;
    }

    static List<Manifest> all() throws IOException {
        List<Manifest> all = new ArrayList<>();
        for (Path file : files()) {
            for (Map<String, Object> document : YamlFile.documents(file)) {
                all.add(new Manifest(file, document));
            }
        }
        all.add(settings());
        return all;
    }

    /** What kustomize makes, under a name with a hash. */
    private static Manifest settings() throws IOException {
        Path file = FOLDER.resolve("kustomization.yaml");
        Map<String, Object> data = new LinkedHashMap<>();
        Map<String, String> leaves = YamlFile.leaves(YamlFile.read(file));
        leaves.forEach((path, value) -> {
            if (path.contains(".literals.")) {
                data.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
            }
        });
        return new Manifest(
                file,
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("name", leaves.get("configMapGenerator.0.name")),
                        "data",
                        data));
    }

    /** All but those of kustomize. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** With its API and version. */
    String kind() {
        return content.get("apiVersion") + "/" + content.get("kind");
    }

    String name() {
        return text("metadata.name");
    }

    /** Of a component, whose kind Kubernetes itself does not know. */
    boolean isCustom() {
        return !KINDS.containsKey(kind());
    }

    void requireValid() throws IOException {
        Kind kind = KINDS.get(kind());
        if (kind == null) {
            throw new IOException(kind() + " is no kind that is known here");
        }
        JsonElement json = new Gson().toJsonTree(content);
        kind.schema().check(json);
        // Numbers and maps, which the schema's check does not look into. No object of ours has a time.
        new GsonBuilder()
                .registerTypeAdapter(java.time.OffsetDateTime.class, (com.google.gson.JsonDeserializer<Object>)
                        (value, type, context) -> null)
                .create()
                .fromJson(json, kind.type());
    }

    /** What stands at a path such as {@code spec.template}; empty when there is nothing. */
    Map<String, Object> at(String path) {
        return YamlFile.map(value(path));
    }

    String text(String path) {
        return String.valueOf(value(path));
    }

    List<Map<String, Object>> list(String path) {
        return value(path) instanceof List<?> list
                ? list.stream().map(YamlFile::map).toList()
                : List.of();
    }

    private Object value(String path) {
        Object value = content;
        for (String step : path.split("\\.")) {
            value = value instanceof Map<?, ?> map && map.containsKey(step) ? map.get(step) : Map.of();
        }
        return value;
    }

    boolean hasPods() {
        return !at("spec.template.spec").isEmpty();
    }

    Map<String, Object> podLabels() {
        return at("spec.template.metadata.labels");
    }

    /** Its own first, then those that run before it. */
    List<Map<String, Object>> containers() {
        return Stream.concat(
                        list("spec.template.spec.containers").stream(),
                        list("spec.template.spec.initContainers").stream())
                .toList();
    }
}
