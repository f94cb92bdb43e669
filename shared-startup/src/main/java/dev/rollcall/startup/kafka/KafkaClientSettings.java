package dev.rollcall.startup.kafka;

import dev.rollcall.startup.SettingRefusedException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Completes {@code spring.kafka.*} from the properties file and looks whether the clients would take it all, before
 * anything starts. Where both name a setting, {@code spring.kafka.*} counts.
 */
final class KafkaClientSettings implements BeanPostProcessor {

    /** A file like those of Kafka's own tools. */
    static final String FILE_VARIABLE = "ROLLCALL_KAFKA_PROPERTIES_FILE";

    private static final Pattern ADDRESS = Pattern.compile("[^\\s,:/]+:\\d{1,5}|\\[[0-9a-fA-F:.%]+]:\\d{1,5}");

    private final Environment environment;
    private final ObjectProvider<SslBundles> bundles;

    KafkaClientSettings(Environment environment, ObjectProvider<SslBundles> bundles) {
        this.environment = environment;
        this.bundles = bundles;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof KafkaProperties kafka) {
            complete(kafka);
        }
        return bean;
    }

    private void complete(KafkaProperties kafka) {
        String file = environment.getProperty("rollcall.kafka.properties-file", "");
        Map<String, String> read = file.isBlank() ? Map.of() : read(file);
        read.forEach(kafka.getProperties()::putIfAbsent);
        setDefaults(kafka.getConsumer(), kafka.getProducer());
        checkAddresses(kafka.getBootstrapServers());
        checkBundle(kafka.getSsl().getBundle());
        if (kafka.getProducer().getTransactionIdPrefix() != null) {
            throw new SettingRefusedException(
                    "spring.kafka.producer.transaction-id-prefix", "is set, and each loop has its own", "leave it out");
        }
        Map<String, Object> consumers = kafka.buildConsumerProperties();
        Map<String, Object> producers = kafka.buildProducerProperties();
        PromisedSettings.check(consumers, producers, read.keySet());
        try {
            ConsumerConfig.configDef().parse(consumers);
            ProducerConfig.configDef().parse(producers);
            AdminClientConfig.configDef().parse(kafka.buildAdminProperties());
        } catch (ConfigException refused) {
            // Not its message: it may quote a password.
            throw new SettingRefusedException(
                    read.isEmpty() ? "spring.kafka" : "spring.kafka or " + FILE_VARIABLE,
                    "holds a value that the Kafka client refuses",
                    "look up " + new TreeSet<>(kafka.getProperties().keySet()) + " in Kafka's documentation");
        }
    }

    /** Spring Boot's own are for texts, and show what may be taken back. */
    private void setDefaults(KafkaProperties.Consumer consumer, KafkaProperties.Producer producer) {
        if (!environment.containsProperty("spring.kafka.consumer.isolation-level")) {
            consumer.setIsolationLevel(KafkaProperties.IsolationLevel.READ_COMMITTED);
        }
        if (consumer.getKeyDeserializer() == StringDeserializer.class) {
            consumer.setKeyDeserializer(ByteArrayDeserializer.class);
        }
        if (consumer.getValueDeserializer() == StringDeserializer.class) {
            consumer.setValueDeserializer(ByteArrayDeserializer.class);
        }
        if (producer.getKeySerializer() == StringSerializer.class) {
            producer.setKeySerializer(ByteArraySerializer.class);
        }
        if (producer.getValueSerializer() == StringSerializer.class) {
            producer.setValueSerializer(ByteArraySerializer.class);
        }
    }

    private static Map<String, String> read(String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new SettingRefusedException(
                    FILE_VARIABLE,
                    "cannot be read (" + unreadable.getClass().getSimpleName() + ")",
                    "write the path of a properties file with Kafka client settings");
        }
        // Where the cluster is has a variable of its own, which everything names that is said of it.
        properties.remove(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        Map<String, String> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }

    private static void checkAddresses(List<String> servers) {
        if (servers.isEmpty()
                || !servers.stream()
                        .allMatch(address -> ADDRESS.matcher(address).matches())) {
            throw new SettingRefusedException(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "is not a list of addresses",
                    "write host:port, several separated by commas, such as localhost:19092");
        }
    }

    private void checkBundle(@Nullable String name) {
        if (name == null) {
            return;
        }
        try {
            SslBundles known = bundles.getObject();
            if (known.getBundleNames().contains(name)) {
                known.getBundle(name).createSslContext();
                return;
            }
        } catch (RuntimeException unusable) {
            throw new SettingRefusedException(
                    "spring.ssl.bundle",
                    "holds what cannot be used for " + name + " (" + rootOf(unusable) + ")",
                    "look at its files, their passwords and their format");
        }
        throw new SettingRefusedException(
                "spring.kafka.ssl.bundle",
                "names " + name + ", which is no SSL bundle",
                "write spring.ssl.bundle.pem." + name + ".truststore.certificate and the like");
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
