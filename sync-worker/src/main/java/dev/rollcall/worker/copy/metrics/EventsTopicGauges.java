package dev.rollcall.worker.copy.metrics;

import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** How long {@code clerk.events} keeps a record and how many partitions it has, as Kafka says: the lag is held against it. */
public final class EventsTopicGauges {

    private static final Logger LOG = LoggerFactory.getLogger(EventsTopicGauges.class);

    private final Supplier<TopicDeclaration.Shape> topic;
    private final RepeatedFailures repeated = new RepeatedFailures(System::nanoTime);
    private volatile TopicDeclaration.Shape known = new TopicDeclaration.Shape(0, 0);

    public EventsTopicGauges(Supplier<TopicDeclaration.Shape> topic, MeterRegistry registry) {
        this.topic = topic;
        Gauge.builder(WorkerMetric.EVENTS_RETENTION.meterName(), () -> known.retentionSeconds())
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(WorkerMetric.EVENTS_PARTITIONS.meterName(), () -> known.partitions())
                .register(registry);
    }

    @Scheduled(fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    public void refresh() {
        try {
            known = topic.get();
        } catch (RuntimeException unavailable) {
            LOG.debug("Kafka cannot be asked now", unavailable);
            String refusal = Refusal.sentence(unavailable, null);
            if (refusal != null && repeated.isNews(refusal)) {
                LOG.warn("The alerts on unread partitions and on retention cannot fire: {}", refusal);
            }
        }
    }
}
