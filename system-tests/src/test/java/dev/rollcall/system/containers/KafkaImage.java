package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;

/** Reads variables as the image apache/kafka does, and lets the broker itself judge what they say. */
final class KafkaImage {

    private static final String PREFIX = "KAFKA_";
    private static final Set<String> NOT_OF_THE_BROKER = Set.of("KAFKA_HEAP_OPTS");

    private KafkaImage() {}

    static void settings(Map<String, String> environment) {
        Properties properties = new Properties();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !NOT_OF_THE_BROKER.contains(variable)) {
                String name = variable.substring(PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                properties.setProperty(name, value);
            }
        });
        assertThat(KafkaConfig.configDef().names()).containsAll(properties.stringPropertyNames());
        KafkaConfig.fromProps(properties, false);
    }
}
