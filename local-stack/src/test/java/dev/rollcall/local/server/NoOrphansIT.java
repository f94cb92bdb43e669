package dev.rollcall.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.JavaCommand;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoOrphansIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"run", "pause"})
    void serversEndWhenTheirParentIsKilledAndStartAgainAfterwards(String state) throws Exception {
        Process parent = new ProcessBuilder(JavaCommand.main(
                        System.getProperty("java.class.path"),
                        ParentThatIsKilled.class.getName(),
                        List.of("--enable-native-access=ALL-UNNAMED", "-Xmx128m"),
                        List.of(directory.toString(), state)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> family = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.startsWith("servers ")) {
                line = output.readLine();
            }
            assertThat(line).startsWith("servers ");
            parent.descendants().forEach(family::add);
        } finally {
            parent.destroyForcibly().waitFor();
        }

        assertThat(family).hasSizeGreaterThan(3);
        for (ProcessHandle process : family) {
            process.onExit().get(120, TimeUnit.SECONDS);
        }
        try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"), 0);
                KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"), 0)) {
            assertThat(postgres.process().isAlive()).isTrue();
            assertThat(kafka.process().isAlive()).isTrue();
        }
    }
}
