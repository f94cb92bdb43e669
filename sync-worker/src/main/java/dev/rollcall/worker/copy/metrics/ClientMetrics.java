package dev.rollcall.worker.copy.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Kafka's own metrics of the loops' clients. A loop that makes a client anew takes the place of its old one. */
final class ClientMetrics {

    private final MeterRegistry registry;
    private final Map<String, KafkaClientMetrics> byClient = new ConcurrentHashMap<>();

    ClientMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void bind(Consumer<?, ?> consumer) {
        bind("consumer " + clientOf(consumer.metrics()), new KafkaClientMetrics(consumer));
    }

    void bind(Producer<?, ?> producer) {
        bind("producer " + clientOf(producer.metrics()), new KafkaClientMetrics(producer));
    }

    private void bind(String client, KafkaClientMetrics metrics) {
        KafkaClientMetrics old = byClient.put(client, metrics);
        if (old != null) {
            // First, since the new ones have the same names.
            old.close();
        }
        metrics.bindTo(registry);
    }

    private static String clientOf(Map<MetricName, ? extends Metric> metrics) {
        return metrics.keySet().stream()
                .map(name -> name.tags().getOrDefault("client-id", ""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }
}
