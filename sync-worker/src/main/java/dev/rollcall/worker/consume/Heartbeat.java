package dev.rollcall.worker.consume;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/** When Kafka last heard the consumer: a poll that returns nothing does not tell silence from an outage. */
final class Heartbeat {

    private @Nullable Metric age;

    /** Seconds; 0 while the consumer does not say. */
    double secondsAgo(Consumer<?, ?> consumer) {
        if (age == null) {
            age = consumer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                    .findFirst()
                    .orElse(null);
        }
        return age != null && age.metricValue() instanceof Double seconds && seconds >= 0 ? seconds : 0;
    }

    /** The consumer is another. */
    void forget() {
        age = null;
    }
}
