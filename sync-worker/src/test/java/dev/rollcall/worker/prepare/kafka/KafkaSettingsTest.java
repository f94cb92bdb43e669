package dev.rollcall.worker.prepare.kafka;

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
                .containsAllEntriesOf(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "bootstrap.servers", "here:9092"));
    }

    @Test
    void needsNoFile() {
        assertThat(KafkaSettings.of("here:9092", null))
                .containsEntry("bootstrap.servers", "here:9092")
                .isEqualTo(KafkaSettings.of("here:9092", " "));
    }

    /** Kafka's own are 30 and 60 s: so long would a silent cluster keep an operator's request. */
    @Test
    void noCallWaitsLongerThanFifteenSecondsUnlessTheFileSaysSo() throws IOException {
        assertThat(KafkaSettings.of("here:9092", null))
                .containsEntry("request.timeout.ms", 15_000)
                .containsEntry("default.api.timeout.ms", 15_000);
        Path file = Files.writeString(directory.resolve("client.properties"), "request.timeout.ms=20000");
        assertThat(KafkaSettings.of("here:9092", file.toString())).containsEntry("request.timeout.ms", "20000");
    }

    @Test
    void saysWhichSettingNamesAFileThatIsNotThere() {
        assertThatThrownBy(() ->
                        KafkaSettings.of("here:9092", directory.resolve("none").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ROLLCALL_KAFKA_PROPERTIES_FILE cannot be read");
    }
}
