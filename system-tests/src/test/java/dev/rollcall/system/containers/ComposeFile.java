package dev.rollcall.system.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** {@code docker-compose.yml}, with what it uses of Compose and nothing else: any other word is refused. */
record ComposeFile(
        String name,
        Map<String, Service> services,
        Map<String, Object> networks,
        Map<String, Object> volumes,
        Map<String, Secret> secrets) {

    static final Path PATH = YamlFile.inRepository("docker-compose.yml");

    /** Those whose images are built here, by their Dockerfiles. */
    static final Map<String, Application> BUILT = Map.of("gateway", Application.GATEWAY, "worker", Application.WORKER);

    record Secret(String file) {}

    record Build(String context, String dockerfile) {}

    record Dependency(String condition) {}

    record Healthcheck(List<String> test, String interval, String timeout, String startPeriod, int retries) {}

    record Service(
            String image,
            @Nullable Build build,
            List<String> networks,
            List<String> profiles,
            List<String> command,
            Map<String, String> environment,
            List<String> secrets,
            List<String> volumes,
            List<String> ports,
            String restart,
            @Nullable String stopGracePeriod,
            @Nullable Healthcheck healthcheck,
            Map<String, Dependency> dependsOn,
            boolean readOnly,
            List<String> tmpfs,
            List<String> capDrop,
            List<String> securityOpt,
            @Nullable String memLimit) {

        Service {
            networks = orEmpty(networks);
            profiles = orEmpty(profiles);
            command = orEmpty(command);
            environment = environment == null ? Map.of() : environment;
            secrets = orEmpty(secrets);
            volumes = orEmpty(volumes);
            ports = orEmpty(ports);
            dependsOn = dependsOn == null ? Map.of() : dependsOn;
            tmpfs = orEmpty(tmpfs);
            capDrop = orEmpty(capDrop);
            securityOpt = orEmpty(securityOpt);
        }

        private static List<String> orEmpty(@Nullable List<String> given) {
            return given == null ? List.of() : given;
        }

        boolean isOurs() {
            return build != null;
        }

        boolean runsOnce() {
            return !command.isEmpty();
        }
    }

    static ComposeFile read() throws IOException {
        Map<String, Object> document = YamlFile.read(PATH);
        document.keySet().removeIf(key -> key.startsWith("x-"));
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build()
                .convertValue(document, ComposeFile.class);
    }

    Service service(String service) {
        Service found = services.get(service);
        if (found == null) {
            throw new IllegalArgumentException("docker-compose.yml has no service " + service);
        }
        return found;
    }
}
