package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how a Kafka wants to be spoken to. */
final class KafkaProperties {

    static final String OPTION = "--kafka-properties";

    @Option(
            names = OPTION,
            paramLabel = "FILE",
            description = "Client settings for Kafka, such as TLS and a login, as Kafka's own tools take them (default:"
                    + " the running stack's, else $" + Variables.KAFKA_PROPERTIES_FILE + ").")
    private @Nullable Path file;

    /**
     * What was typed.
     *
     * @throws IllegalArgumentException with one line when there is no such file
     */
    @Nullable Path typed() {
        Path typed = file;
        return typed == null ? null : readable(OPTION, typed);
    }

    /** What was typed, or else what the environment names. */
    @Nullable Path given(Surroundings surroundings) {
        Path typed = typed();
        return typed != null
                ? typed
                : surroundings
                        .variable(Variables.KAFKA_PROPERTIES_FILE)
                        .map(named -> readable(Variables.KAFKA_PROPERTIES_FILE, Path.of(named)))
                        .orElse(null);
    }

    private static Path readable(String setting, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    "%s: %s is no file that can be read; name a properties file with Kafka client settings, such as security.protocol=SASL_SSL"
                            .formatted(setting, file));
        }
        return file.toAbsolutePath();
    }
}
