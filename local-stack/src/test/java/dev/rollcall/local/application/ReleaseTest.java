package dev.rollcall.local.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {

    @TempDir
    Path directory;

    @Test
    void isTheVersionOfTheTopPom() throws IOException {
        Files.writeString(directory.resolve("pom.xml"), """
                <project>
                  <parent>
                    <version>9.9.9</version>
                  </parent>
                  <version>1.2.3</version>
                </project>
                """);
        assertThat(Release.of(directory)).isEqualTo("1.2.3");
    }

    @Test
    void isNoneOfADirectoryThatIsNoRepository() throws IOException {
        assertThatThrownBy(() -> Release.of(directory))
                .isInstanceOf(StartFailedException.class)
                .hasMessageEndingWith("cannot be read, so it is not known what is built here");
        Files.writeString(directory.resolve("pom.xml"), "<project/>");
        assertThatThrownBy(() -> Release.of(directory))
                .isInstanceOf(StartFailedException.class)
                .hasMessageEndingWith("says no version");
    }

    @Test
    void aJarIsKnownByItsEntriesAlone() throws IOException {
        String one = JarContents.of(jar("Main", Map.of("a", "one")));
        assertThat(one).matches("[0-9a-f]{64}").isEqualTo(JarContents.of(jar("Main", Map.of("a", "one"))));
        assertThat(JarContents.of(jar("Main", Map.of("a", "two")))).isNotEqualTo(one);
        assertThat(JarContents.of(jar("Main", Map.of("b", "one")))).isNotEqualTo(one);
    }

    @Test
    void aJarThatIsNotOfSpringBootIsNone() throws IOException {
        assertThat(JarContents.of(jar(null, Map.of("a", "one")))).isEmpty();
        Path bare = directory.resolve("bare.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(bare))) {
            out.putNextEntry(new JarEntry("a"));
        }
        assertThat(JarContents.of(bare)).isEmpty();
    }

    private Path jar(@Nullable String startClass, Map<String, String> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (startClass != null) {
            manifest.getMainAttributes().putValue("Start-Class", startClass);
        }
        Path jar = directory.resolve("any.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    @Test
    void aRoleIsCalledAsItsVariablesAndItsUserAre() {
        assertThat(Role.SYNC.user()).isEqualTo("rollcall_sync");
        assertThat(Variables.passwordOf(Role.TENANT)).isEqualTo("ROLLCALL_TENANT_PASSWORD");
        assertThat(Wiring.INHERITED
                        .migration("url", Map.of(Role.BACKEND, "secret"))
                        .environment())
                .isEqualTo(Map.of(
                        "ROLLCALL_MIGRATION_DATABASE_URL", "url",
                        "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE", "",
                        "ROLLCALL_BACKEND_PASSWORD", "secret",
                        "ROLLCALL_BACKEND_PASSWORD_FILE", ""));
    }

    @Test
    void anApplicationIsToldWhereItListensOnLoopback() {
        assertThat(Wiring.INHERITED.gatewayOn(1, 2).environment())
                .isEqualTo(Map.of(
                        "ROLLCALL_GATEWAY_ADDRESS", "127.0.0.1",
                        "ROLLCALL_GATEWAY_PORT", "1",
                        "ROLLCALL_GATEWAY_MANAGEMENT_PORT", "2",
                        "ROLLCALL_MANAGEMENT_ADDRESS", "127.0.0.1",
                        "SERVER_ADDRESS", "127.0.0.1",
                        "SERVER_PORT", "2"));
        assertThat(Wiring.INHERITED.workerOn(3).environment())
                .containsEntry("ROLLCALL_WORKER_PORT", "3")
                .containsEntry("SERVER_PORT", "3");
        assertThat(Wiring.INHERITED.kafka("h:1").withoutHeartbeats().environment())
                .isEqualTo(Map.of("KAFKA_BOOTSTRAP_SERVERS", "h:1", "ROLLCALL_HEARTBEAT_INTERVAL", "0s"));
        assertThat(Wiring.alone().environment().values()).allMatch(String::isEmpty);
    }

    @Test
    void anApplicationStartsFromItsJarWithTheOptionsOfAll() {
        assertThat(Application.plain(Path.of("a.jar")).command("one", "two"))
                .containsAll(Applications.JVM_OPTIONS)
                .endsWith("-jar", "a.jar", "one", "two");
        assertThat(Application.plain(Path.of("a.jar")).command(List.of("-Xmx1m"), List.of()))
                .endsWith("-Xmx1m", "-jar", "a.jar");
    }
}
