package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.system.monitoring.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units and environment files name what the applications read, and stop them as they want to be stopped. */
class SystemdTest {

    private static final Path FOLDER = YamlFile.inRepository("deploy/systemd");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^(?:Environment=|#)?([A-Z][A-Z0-9_]{3,})=");
    private static final Pattern CREDENTIAL = Pattern.compile("(?m)^LoadCredential=([^:]+):(/etc/rollcall/\\S+)$");
    private static final Pattern USED = Pattern.compile("=%d/(\\S+)");

    private static final Map<Application, List<String>> FILES = Map.of(
            Application.GATEWAY, List.of("rollcall-gateway.service", "gateway.env"),
            Application.WORKER, List.of("rollcall-worker@.service", "worker.env"));

    private static String read(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    @Test
    void everyFileIsOfOneOfTheApplications() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            FILES.values().stream().flatMap(List::stream).toList());
        }
    }

    @Test
    void namesOnlySettingsThatTheApplicationsKnow() throws IOException {
        for (Map.Entry<Application, List<String>> of : FILES.entrySet()) {
            for (String file : of.getValue()) {
                assertThat(of.getKey().settings().keySet())
                        .as(file)
                        .containsAll(found(VARIABLE, read(file)).stream()
                                // Spring Boot's own.
                                .filter(name -> !name.startsWith("LOGGING_"))
                                .toList());
            }
        }
    }

    /** Files that only root can read, and never the environment, which every process of the user can. */
    @Test
    void secretsAreCredentials() throws IOException {
        for (List<String> files : FILES.values()) {
            String unit = read(files.getFirst());
            assertThat(found(USED, unit)).isEqualTo(found(CREDENTIAL, unit)).isNotEmpty();
            assertThat(read(files.getLast())).doesNotContainIgnoringCase("password=", "whsec_", "token=");
            assertThat(read(files.getLast())).doesNotContainPattern("://[^/\\s]*:[^/\\s]*@");
        }
    }

    @Test
    void stopsAsTheApplicationsDo() throws IOException {
        for (List<String> files : FILES.values()) {
            assertThat(read(files.getFirst()))
                    .contains("SuccessExitStatus=143", "TimeoutStopSec=30", "Restart=on-failure", "RestartSec=10")
                    .containsPattern("-jar /opt/rollcall/(ingest-gateway|sync-worker)\\.jar\n");
        }
    }

    @Test
    void systemdTakesTheUnits(@TempDir Path directory) throws IOException, InterruptedException {
        var program = PrometheusServer.program("systemd-analyze");
        assumeTrue(program.isPresent(), "systemd-analyze is not installed: the units are not parsed");
        for (List<String> files : FILES.values()) {
            // The programs of the unit need not be on this machine.
            String unit = read(files.getFirst()).replace("/usr/bin/java", "/bin/true");
            Path copy = directory.resolve(files.getFirst());
            Files.writeString(copy, unit);
            assertThat(Programs.succeeds(program.get(), "verify", "--man=no", "--recursive-errors=no", copy))
                    .doesNotContain("Unknown", "Failed to parse");
        }
    }
}
