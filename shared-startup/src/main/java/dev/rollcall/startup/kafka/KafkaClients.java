package dev.rollcall.startup.kafka;

import dev.rollcall.startup.RehearsedStart;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

/**
 * Makes every Kafka client of the application, of what {@code spring.kafka.*} says and of what the caller sets on top: the
 * settings that a promise rests on. The clients are those of Spring Boot's factories, with its listeners, which read their
 * metrics.
 */
public final class KafkaClients implements RehearsedStart.Part {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);

    /** A silent cluster keeps nobody longer in one call, where neither the operator nor the caller says otherwise. */
    private static final int LONGEST_CALL_MILLIS = 15_000;

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final ProducerFactory<byte[], byte[]> producers;
    private final KafkaAdmin admins;
    private final Map<String, Object> tls;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** @param tls what every client gets last: the certificates as they are at each connection; empty for none */
    public KafkaClients(
            ConsumerFactory<byte[], byte[]> consumers,
            ProducerFactory<byte[], byte[]> producers,
            KafkaAdmin admins,
            Map<String, Object> tls) {
        this.consumers = consumers;
        this.producers = producers;
        this.admins = admins;
        this.tls = Map.copyOf(tls);
        consumers.updateConfigs(this.tls);
        producers.updateConfigs(this.tls);
    }

    /** A consumer of one thread, which closes it. The factory itself would take text only as the settings of one consumer. */
    public Consumer<byte[], byte[]> consumer(Map<String, Object> onTop) {
        Map<String, Object> given = consumers.getConfigurationProperties();
        Map<String, Object> settings = new HashMap<>(given);
        settings.putAll(longestCall(given));
        settings.putAll(onTop(given, onTop));
        DefaultKafkaConsumerFactory<byte[], byte[]> factory =
                new DefaultKafkaConsumerFactory<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        factory.setBeanName("kafkaConsumerFactory");
        consumers.getListeners().forEach(factory::addListener);
        return factory.createConsumer();
    }

    /**
     * A producer that is gone when it is closed. The factory's own are shared by its callers, and those with a transactional
     * id come back from its cache after a close: the loops promise the opposite.
     */
    public Producer<byte[], byte[]> producer(Map<String, Object> onTop) {
        Map<String, Object> given = producers.getConfigurationProperties();
        Map<String, Object> settings = new HashMap<>(given);
        settings.putAll(longestCall(given));
        settings.putAll(onTop(given, onTop));
        return new ListenedProducer(settings, producers.getListeners());
    }

    /** Publishes beside the loops; {@link KafkaTemplate#destroy} closes its producer. */
    public KafkaTemplate<byte[], byte[]> template(Map<String, Object> onTop) {
        Map<String, Object> given = producers.getConfigurationProperties();
        Map<String, Object> settings = longestCall(given);
        settings.putAll(onTop(given, onTop));
        settings.putAll(tls);
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(producers, false, settings);
        // The usual one logs keys and values.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }

    /** Asks and declares; the caller closes it. */
    public Admin admin(Map<String, Object> onTop) {
        Map<String, Object> settings = connection();
        settings.putAll(onTop(admins.getConfigurationProperties(), onTop));
        return Admin.create(settings);
    }

    /** As an admin client has it: where the cluster is, and how to speak to it. */
    public Map<String, Object> connection() {
        Map<String, Object> given = admins.getConfigurationProperties();
        Map<String, Object> settings = new HashMap<>(given);
        settings.putAll(longestCall(given));
        settings.putAll(tls);
        return settings;
    }

    /** Where the cluster is, as a line can say it. */
    public String bootstrapServers() {
        Object servers = admins.getConfigurationProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return servers instanceof Collection<?> several
                ? several.stream().map(Object::toString).collect(Collectors.joining(","))
                : String.valueOf(servers);
    }

    /** Made and closed: that takes no cluster, and most of the client's classes. */
    @Override
    public void rehearse() {
        Map<String, Object> id = Map.of(CommonClientConfigs.CLIENT_ID_CONFIG, "rehearsal");
        admin(id).close(Duration.ZERO);
        producer(id).close(Duration.ZERO);
    }

    private static Map<String, Object> longestCall(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>();
        for (String name : new String[] {
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG
        }) {
            if (!given.containsKey(name)) {
                settings.put(name, LONGEST_CALL_MILLIS);
            }
        }
        return settings;
    }

    /** What the promises rest on was refused at the start; the rest is our measure, and said once. */
    private Map<String, Object> onTop(Map<String, Object> given, Map<String, Object> onTop) {
        onTop.forEach((name, value) -> {
            Object other = given.get(name);
            if (other != null && !other.toString().equals(value.toString()) && said.add(name)) {
                LOG.warn(
                        "{} of spring.kafka or ROLLCALL_KAFKA_PROPERTIES_FILE is not used where Rollcall sets {}",
                        name,
                        value);
            }
        });
        return onTop;
    }
}
