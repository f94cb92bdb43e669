package dev.rollcall.worker.operate.console;

import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.metrics.LatencyHistogram;
import dev.rollcall.worker.copy.metrics.WorkerReading;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes a pulse every second, and remembers a quarter of an hour. The pulse reads this process only, on a thread of its
 * own; gateways and Kafka are asked on another, so that one that does not answer delays nothing.
 */
public final class Pulses implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Pulses.class);

    private static final int REMEMBERED = 900;
    /** The outcome of the gateways' heartbeats, which are no events of Clerk. */
    private static final String HEARTBEAT = "ignored";

    private static final int WINDOW_SECONDS = 10;
    private static final long PAUSE_MILLIS = 1_000;

    private final String instance;
    private final Clock clock;
    private final Sources sources;
    private final GatewayWatch gateways;
    private final PartitionWatch partitions;
    private final long startedMillis;
    private final Deque<Point> points = new ArrayDeque<>();
    private final Deque<LatencyHistogram> histograms = new ArrayDeque<>();
    private final List<Consumer<Pulse>> listeners = new CopyOnWriteArrayList<>();
    private final List<ScheduledExecutorService> threads = new ArrayList<>();
    private final RepeatedFailures repeated = new RepeatedFailures(System::nanoTime);
    private @Nullable WorkerReading readBefore;
    private GatewayReading gatewayBefore;
    private long pulsedNanos = System.nanoTime();
    /** Null until it is known. */
    private volatile @Nullable Boolean holdsEvents;

    private volatile @Nullable Pulse last;
    private volatile boolean running;

    /**
     * What is looked at.
     *
     * @param clerkInstance the Clerk instance as far as it is known; must not wait
     * @param holdsEvents whether the database holds anything of Clerk; may wait, and throw when it cannot say
     * @param gateways addresses of their metrics; none when none is configured
     */
    public record Sources(
            MeterRegistry registry,
            Supplier<List<LoopState>> loops,
            Supplier<String> clerkInstance,
            Callable<Boolean> holdsEvents,
            Admin admin,
            List<URI> gateways) {}

    /**
     * @param instance the worker's name
     * @param group the consumer group of all workers
     * @param topic what the group reads
     */
    public Pulses(String instance, String group, String topic, Sources sources, Clock clock) {
        this.instance = instance;
        this.sources = sources;
        this.clock = clock;
        gateways = new GatewayWatch(sources.gateways(), clock);
        partitions = new PartitionWatch(sources.admin(), group, topic, clock);
        startedMillis = clock.millis();
        gatewayBefore = gateways.latest();
    }

    /** Calls with every pulse, on the pulse's thread: must not wait. */
    public void listen(Consumer<Pulse> listener) {
        listeners.add(listener);
    }

    public void forget(Consumer<Pulse> listener) {
        listeners.remove(listener);
    }

    /** Null before the first one. */
    public @Nullable Pulse latest() {
        return last;
    }

    /** The last quarter of an hour, oldest first. */
    public List<Point> remembered() {
        synchronized (points) {
            return List.copyOf(points);
        }
    }

    private void pulse() {
        try {
            Pulse pulse = take();
            last = pulse;
            synchronized (points) {
                points.addLast(pulse.point());
                if (points.size() > REMEMBERED) {
                    points.removeFirst();
                }
            }
            listeners.forEach(listener -> listener.accept(pulse));
        } catch (RuntimeException defect) {
            // A scheduled task that throws is never run again.
            if (repeated.isNews("pulse " + defect.getClass().getName())) {
                LOG.error("A pulse could not be taken", defect);
            }
        }
    }

    private Pulse take() {
        WorkerReading reading = WorkerReading.of(sources.registry());
        GatewayReading gateway = gateways.latest();
        List<LoopState> loops = sources.loops().get();
        double lag = loops.stream().mapToDouble(LoopState::lagSeconds).max().orElse(0);
        String clerkInstance = sources.clerkInstance().get();
        return new Pulse(
                clock.millis(),
                startedMillis,
                instance,
                clerkInstance.startsWith("ins_") ? clerkInstance : null,
                Standing.of(loops, lag, isEmpty(reading), openLetters(reading)),
                loops.stream()
                        .map(loop -> new Pulse.Loop(
                                !loop.hasEnded(), loop.isPaused(), loop.assignedPartitions(), loop.secondsSinceSign()))
                        .toList(),
                gateway,
                partitions.latest(),
                reading.outcomes(),
                reading.failures(),
                new Pulse.DeadLetters(reading.deadLetters(), reading.oldestDeadLetterSeconds()),
                point(reading, gateway, lag));
    }

    private static long openLetters(WorkerReading reading) {
        return reading.deadLetters().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What is not known yet is left out. */
    private boolean isEmpty(WorkerReading reading) {
        boolean seen = reading.outcomes().entrySet().stream()
                .anyMatch(outcome -> outcome.getValue() > 0 && !outcome.getKey().equals(HEARTBEAT));
        return !seen && Boolean.FALSE.equals(holdsEvents);
    }

    /** Once there is something, there always will be. */
    private void lookInside() {
        if (!Boolean.TRUE.equals(holdsEvents)) {
            try {
                holdsEvents = sources.holdsEvents().call();
            } catch (Exception away) {
                LOG.debug("Whether the database holds anything is not known", away);
            }
        }
    }

    private Point point(WorkerReading reading, GatewayReading gateway, double lag) {
        histograms.addLast(reading.fromReceipt());
        if (histograms.size() > WINDOW_SECONDS) {
            histograms.removeFirst();
        }
        LatencyHistogram window = reading.fromReceipt().since(histograms.getFirst());
        WorkerReading before = readBefore == null ? reading : readBefore;
        boolean whole = gateway.isWhole() && gatewayBefore.isWhole();
        long nanos = System.nanoTime();
        Point point = new Point(
                clock.millis(),
                Math.max(1, (nanos - pulsedNanos) / 1_000_000),
                difference(reading.outcomes(), before.outcomes()),
                whole ? difference(gateway.totals(), gatewayBefore.totals()) : null,
                window.quantile(0.5),
                window.quantile(0.99),
                lag);
        pulsedNanos = nanos;
        readBefore = reading;
        // What was counted while a gateway was silent belongs to the second in which it is reported.
        gatewayBefore = gateway.isWhole() ? gateway : gatewayBefore;
        return point;
    }

    /** Of those that changed. */
    private static Map<String, Long> difference(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> differences = new TreeMap<>();
        now.forEach((name, value) -> {
            long difference = value - before.getOrDefault(name, 0L);
            if (difference != 0) {
                differences.put(name, difference);
            }
        });
        return differences;
    }

    private void lookOutside() {
        try {
            gateways.look();
            partitions.look();
            lookInside();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            if (repeated.isNews("look " + defect.getClass().getName())) {
                LOG.error("Gateways and Kafka could not be looked at", defect);
            }
        }
    }

    @Override
    public void start() {
        running = true;
        ScheduledExecutorService inside = thread("console-pulse");
        ScheduledExecutorService outside = thread("console-outside");
        // Tasks that can no longer be scheduled throw; scheduled ones report their own failures.
        threads.add(inside);
        threads.add(outside);
        var pulses = inside.scheduleAtFixedRate(this::pulse, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        var looks = outside.scheduleWithFixedDelay(this::lookOutside, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        LOG.debug("Pulses begin: {} {}", pulses, looks);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    @Override
    public void stop() {
        running = false;
        threads.forEach(ScheduledExecutorService::shutdownNow);
        threads.clear();
        gateways.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
