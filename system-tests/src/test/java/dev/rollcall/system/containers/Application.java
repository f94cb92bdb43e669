package dev.rollcall.system.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What an application takes and offers, read from its settings and its classes. */
enum Application {
    GATEWAY("ingest-gateway"),
    WORKER("sync-worker");

    private static final Pattern VARIABLE = Pattern.compile("[A-Z]+(?:_[A-Z]+)+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+):([^}]*)}");
    private static final Pattern ROLE = Pattern.compile("rollcall_[a-z]+");
    private static final Pattern GROUP = Pattern.compile("\\x01?(rollcall-[a-z]+)");

    private final String module;

    Application(String module) {
        this.module = module;
    }

    /** Environment variables with their defaults: those that {@code application.yaml} names. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (String value : properties().values()) {
            PLACEHOLDER.matcher(value).results().forEach(found -> settings.put(found.group(1), found.group(2)));
        }
        return settings;
    }

    int port(String setting) {
        return Integer.parseInt(settings().getOrDefault(setting, ""));
    }

    /** Of health and metrics. */
    int managementPort() {
        return port(this == GATEWAY ? "ROLLCALL_GATEWAY_MANAGEMENT_PORT" : "ROLLCALL_WORKER_PORT");
    }

    Set<Integer> ports() {
        return this == GATEWAY ? Set.of(port("ROLLCALL_GATEWAY_PORT"), managementPort()) : Set.of(managementPort());
    }

    /** Where health and metrics are on the management port, as far as they are exposed. */
    Set<String> managementPaths() {
        Map<String, String> properties = properties();
        Set<String> paths = new HashSet<>();
        Set<String> exposed = Set.of(properties
                .getOrDefault("management.endpoints.web.exposure.include", "")
                .split(",\\s*"));
        if (exposed.contains("prometheus")) {
            paths.add("/actuator/prometheus");
        }
        if (exposed.contains("health") && "true".equals(properties.get("management.endpoint.health.probes.enabled"))) {
            paths.add("/actuator/health/liveness");
            paths.add("/actuator/health/readiness");
        }
        return paths;
    }

    /** Environment variables that the worker's commands read. */
    static Set<String> commandSettings() {
        return Set.of("CommandEnvironment", "MigrateCommand", "TopicsCommand", "DoctorCommand").stream()
                .flatMap(name -> WORKER.constants("dev/rollcall/worker/operate/command/" + name).stream())
                .filter(constant -> VARIABLE.matcher(constant).matches())
                .collect(Collectors.toSet());
    }

    static Set<String> commands() {
        return WORKER.constants("dev/rollcall/worker/operate/command/WorkerCommand");
    }

    /** The database's roles. */
    static Set<String> roles() {
        return WORKER.constants("dev/rollcall/worker/prepare/schema/ServerRoles").stream()
                .filter(constant -> ROLE.matcher(constant).matches())
                .collect(Collectors.toSet());
    }

    /** The workers' consumer group. */
    static String group() {
        return WORKER.constants("dev/rollcall/worker/operate/command/CommandEnvironment").stream()
                .map(GROUP::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> properties() {
        try {
            return YamlFile.leaves(
                    YamlFile.read(YamlFile.inRepository(module + "/src/main/resources/application.yaml")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Set<String> constants(String className) {
        Path file = YamlFile.inRepository(module + "/target/classes/" + className + ".class");
        try {
            return StreamSupport.stream(
                            ClassFile.of().parse(file).constantPool().spliterator(), false)
                    .filter(StringEntry.class::isInstance)
                    .map(entry -> ((StringEntry) entry).stringValue())
                    .collect(Collectors.toSet());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
