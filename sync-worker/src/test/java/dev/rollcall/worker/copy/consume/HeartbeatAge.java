package dev.rollcall.worker.copy.consume;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The one metric of a consumer that a loop reads: seconds since Kafka last heard it, -1 before that. */
public record HeartbeatAge(MetricName metricName, Supplier<Double> seconds) implements Metric {

    public static Map<MetricName, Metric> of(Supplier<Double> seconds) {
        MetricName name = new MetricName("last-heartbeat-seconds-ago", "consumer-coordinator-metrics", "", Map.of());
        return Map.of(name, new HeartbeatAge(name, seconds));
    }

    @Override
    public Object metricValue() {
        return seconds.get();
    }
}
