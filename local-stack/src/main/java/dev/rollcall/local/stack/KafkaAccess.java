package dev.rollcall.local.stack;

import dev.rollcall.local.application.Variables;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How a Kafka is reached.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties file with client settings such as TLS and a login, as Kafka's own tools take it; null for none
 */
public record KafkaAccess(String bootstrapServers, @Nullable Path properties) {

    /** One that asks for nothing, such as the stack's own. */
    static KafkaAccess open(String bootstrapServers) {
        return new KafkaAccess(bootstrapServers, null);
    }

    /** For applications and commands; a file that the shell has for another Kafka is not used. */
    public Map<String, String> variables() {
        return Map.of(
                Variables.KAFKA,
                bootstrapServers,
                Variables.KAFKA_PROPERTIES_FILE,
                properties == null ? "" : properties.toString());
    }

    /** Client settings of the file, without the bootstrap servers. */
    public Properties settings() throws IOException {
        Properties settings = new Properties();
        if (properties != null) {
            try (Reader reader = Files.newBufferedReader(properties, StandardCharsets.UTF_8)) {
                settings.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new IOException(properties + " cannot be read as a properties file", unreadable);
            }
        }
        return settings;
    }

    /** With another file; the same for null. */
    public KafkaAccess with(@Nullable Path other) {
        return other == null ? this : new KafkaAccess(bootstrapServers, other);
    }
}
