package dev.rollcall.worker.prepare.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What every client of the cluster needs: where it is, and how to speak to it (TLS, SASL), from a file like that which
 * Kafka's own tools take. What the promises rest on (acks, transactions, offsets) is set by each client after these.
 */
public final class KafkaSettings {

    private static final int LONGEST_CALL_MILLIS = 15_000;

    private KafkaSettings() {}

    /**
     * Reads them.
     *
     * @param file a properties file; null or '' for none
     * @throws IllegalArgumentException with one line for the operator when the file cannot be read
     */
    public static Map<String, Object> of(String bootstrapServers, @Nullable String file) {
        Map<String, Object> settings = new HashMap<>();
        // The longest that one call of a command or of an operator's request waits for a silent cluster; the loops'
        // clients are stricter.
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_CALL_MILLIS);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_CALL_MILLIS);
        if (file != null && !file.isBlank()) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new IllegalArgumentException(
                        "ROLLCALL_KAFKA_PROPERTIES_FILE cannot be read ("
                                + unreadable.getClass().getSimpleName()
                                + "); write the path of a properties file with Kafka client settings",
                        unreadable);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
