package dev.rollcall.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.release.Unpacked.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code mvn -Prelease} makes, as its user has it. */
class ReleaseArchiveIT {

    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    static Path directory;

    private static Unpacked unpacked = new Unpacked(Path.of(""), Path.of(""));

    /** All files before anything is run, which adds data and what a quick start needs. */
    private static List<String> packed = List.of();

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = Unpacked.in(directory);
        try (Stream<Path> files = Files.walk(unpacked.home())) {
            packed = files.filter(Files::isRegularFile)
                    .map(file -> unpacked.home().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void holdsJarsScriptLicenceChecksumsAndBill() throws IOException {
        assertThat(packed)
                .filteredOn(file -> !file.matches("jars/lib/[^/]+\\.jar|deploy/.*"))
                .containsExactly(
                        "CHANGELOG.md",
                        "LICENSE",
                        "README.md",
                        "SHA256SUMS",
                        "jars/ingest-gateway.jar",
                        "jars/sync-worker.jar",
                        "rollcall",
                        "sbom.cdx.json");
        assertThat(packed)
                .contains(
                        "deploy/systemd/rollcall-gateway.service",
                        "deploy/systemd/worker.env",
                        "deploy/prometheus/rules/rollcall.yml",
                        "deploy/grafana/dashboards/rollcall-overview.json",
                        "deploy/kubernetes/kustomization.yaml")
                .noneMatch(file -> file.startsWith("deploy/containers/"));
        assertThat(Files.isExecutable(unpacked.home().resolve("rollcall"))).isTrue();
        assertThat(parts())
                .as("what breaks systems, and what tests them, is for developers")
                .noneMatch(part -> part.startsWith("proving-ground")
                        || part.startsWith("junit")
                        || part.startsWith("assertj")
                        || part.startsWith("archunit")
                        || part.startsWith("jqwik"));
    }

    @Test
    void checksumsAreThoseOfAllFiles() throws IOException {
        TreeMap<String, String> said = new TreeMap<>();
        for (String line : Files.readAllLines(unpacked.home().resolve("SHA256SUMS"))) {
            String[] parts = line.split(" {2}", 2);
            said.put(parts[1], parts[0]);
        }
        TreeMap<String, String> found = new TreeMap<>();
        for (String file : packed) {
            found.put(file, Unpacked.sha256(unpacked.home().resolve(file)));
        }
        found.remove("SHA256SUMS");
        assertThat(said).isEqualTo(found);

        Path archive = Unpacked.archive();
        assertThat(Files.readString(archive.resolveSibling(archive.getFileName() + ".sha256")))
                .isEqualToIgnoringWhitespace(Unpacked.sha256(archive) + " " + archive.getFileName());
    }

    @Test
    void theBillNamesEveryJarAndNothingElse() throws IOException {
        JsonNode bill =
                JsonMapper.shared().readTree(Files.readString(unpacked.home().resolve("sbom.cdx.json")));
        assertThat(bill.path("bomFormat").stringValue()).isEqualTo("CycloneDX");
        Set<String> named = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            String classifier = component.path("purl").stringValue().replaceAll(".*[?&]classifier=([^&]+).*|.*", "$1");
            String name = component.path("name").stringValue();
            assertThat(component.path("hashes").isEmpty()).as(name).isFalse();
            if (name.startsWith("spring-boot-starter") || name.equals("spring-boot-loader")) {
                // The first hold no classes and are left out of the jars; the other is unpacked into them.
                continue;
            }
            named.add(name
                    + "-"
                    + component.path("version").stringValue()
                    + (classifier.isEmpty() ? "" : "-" + classifier)
                    + ".jar");
        }
        assertThat(named).containsExactlyElementsOf(parts());
    }

    @Test
    void runsWithoutMaven() throws Exception {
        String release = System.getProperty("rollcall.release", "");
        assertThat(good("--version").output()).isEqualTo("Rollcall " + release + "\n");
        assertThat(good("help").output())
                .contains("up ", "down ", "status ", "simulate ", "send ", "query ", "migrate ");
        assertThat(good("help", "backfill").output()).contains("--except");
        Result chaos = unpacked.run("chaos");
        assertThat(chaos.exitCode()).isOne();
        assertThat(chaos.errors())
                .isEqualTo("rollcall: chaos is no part of a release: it is run in a clone of Rollcall.\n");

        try {
            assertThat(good(
                                    "up",
                                    "--detach",
                                    "--gateway-port=0",
                                    "--gateway-management-port=0",
                                    "--worker-port=0",
                                    "--postgres-port=0",
                                    "--kafka-port=0",
                                    "--tunnel=sh -c 'echo https://tunnel.example.com; exec tail -f /dev/null' {port}")
                            .output())
                    .as("all that a newcomer is told, before the command ends")
                    .contains("Rollcall is ready.", "Public address: https://tunnel.example.com");
            good("send", "user.created", "--data", "id=user_fromTheArchive");
            assertThat(eventually("1\n", "select count(*) from clerk.users where id = 'user_fromTheArchive'"))
                    .isEqualTo("1\n");
        } finally {
            good("down");
        }
        assertThat(unpacked.run("status").exitCode()).isOne();
    }

    private static Result good(String... arguments) throws IOException, InterruptedException {
        Result result = unpacked.run(arguments);
        assertThat(result.exitCode())
                .as("%s: %s%s", List.of(arguments), result.output(), result.errors())
                .isZero();
        return result;
    }

    /** The last answer: the wanted one, or that of the end of patience. */
    private static String eventually(String wanted, String query) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String answer;
        do {
            answer = good("query", "--value", query).output();
        } while (!answer.equals(wanted) && System.nanoTime() - begun < LONG.toNanos());
        return answer;
    }

    /** The jars of the class path of the command line and of both applications; an application's own jar stands for its classes. */
    private static Set<String> parts() throws IOException {
        String release = System.getProperty("rollcall.release", "");
        Set<String> parts = new TreeSet<>();
        for (String application : List.of("ingest-gateway", "sync-worker")) {
            parts.add(application + "-" + release + ".jar");
            try (JarFile jar = new JarFile(
                    unpacked.home().resolve("jars/" + application + ".jar").toFile())) {
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                        .map(name -> name.substring("BOOT-INF/lib/".length()))
                        .forEach(parts::add);
            }
        }
        packed.stream()
                .filter(file -> file.startsWith("jars/lib/"))
                .map(file -> file.substring("jars/lib/".length()))
                .forEach(parts::add);
        return parts;
    }
}
