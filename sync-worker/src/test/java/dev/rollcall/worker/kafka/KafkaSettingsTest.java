package dev.rollcall.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {

    @TempDir
    Path directory;

    @Test
    void takesWhatTheFileSaysButNotWhereTheClusterIs() throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                bootstrap.servers=elsewhere:1
                """);
        assertThat(KafkaSettings.of("here:9092", file.toString()))
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "bootstrap.servers", "here:9092"));
    }

    @Test
    void needsNoFile() {
        assertThat(KafkaSettings.of("here:9092", null)).isEqualTo(Map.of("bootstrap.servers", "here:9092"));
        assertThat(KafkaSettings.of("here:9092", " ")).isEqualTo(Map.of("bootstrap.servers", "here:9092"));
    }

    @Test
    void saysWhichSettingNamesAFileThatIsNotThere() {
        assertThatThrownBy(() ->
                        KafkaSettings.of("here:9092", directory.resolve("none").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ROLLCALL_KAFKA_PROPERTIES_FILE cannot be read");
    }
}
