package dev.rollcall.worker.copy.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long ago everything that was received in a partition of {@code clerk.events} was last seen applied. Every worker looks
 * at all partitions, whoever reads them; while one cannot look, its ages grow.
 */
public final class PartitionGauges {

    private static final double MILLIS = 1000;

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<Integer, Long> appliedUntil = new ConcurrentHashMap<>();
    private final Set<Integer> registered = ConcurrentHashMap.newKeySet();

    public PartitionGauges(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** For a mark to be made of it now. */
    public long now() {
        return clock.millis();
    }

    /** A partition ages from the first look on, also when nothing of it was ever applied. */
    public void looking(int partitions, long atMillis) {
        for (int partition = 0; partition < partitions; partition++) {
            int number = partition;
            appliedUntil.putIfAbsent(partition, atMillis);
            if (registered.add(partition)) {
                Gauge.builder(WorkerMetric.PARTITION_AGE.meterName(), () -> age(number))
                        .tag("partition", Integer.toString(partition))
                        .baseUnit("seconds")
                        .register(registry);
            }
        }
    }

    /** What was in the partition at this time is applied. */
    public void applied(int partition, long untilMillis) {
        appliedUntil.merge(partition, untilMillis, Math::max);
    }

    /** The topic is another one: its partitions age from the next look on. */
    public void forget() {
        appliedUntil.clear();
    }

    /** Not a number for a partition that is no more. */
    private double age(int partition) {
        Long until = appliedUntil.get(partition);
        return until == null ? Double.NaN : Math.max(0, clock.millis() - until) / MILLIS;
    }
}
