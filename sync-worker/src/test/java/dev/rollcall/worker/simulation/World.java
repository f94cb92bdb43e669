package dev.rollcall.worker.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all parts of one simulation share: the seed's randomness, the time, the scheduler, the faults, what was found. */
final class World {

    /** The first thing that was found wrong. */
    record Finding(Invariant invariant, String detail) {}

    final Random random;
    final Scheduler scheduler;
    final Set<Sabotage> sabotages;
    final double faultRate;
    boolean faulty = true;
    private long nanos = 1;
    private @Nullable Finding finding;

    World(long seed, Set<Sabotage> sabotages) {
        random = new Random(seed);
        scheduler = new Scheduler(random);
        this.sabotages = sabotages.isEmpty() ? EnumSet.noneOf(Sabotage.class) : EnumSet.copyOf(sabotages);
        // Some seeds are quiet, so that rare faults meet long calm stretches.
        faultRate = random.nextInt(4) * 0.01;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Whether something goes wrong here and now. */
    boolean fault() {
        return faulty && chance(faultRate);
    }

    /** Whether Kafka refuses the client here and now: rarer, since it costs the client its life. */
    boolean refusal() {
        return faulty && chance(faultRate / 4);
    }

    boolean has(Sabotage sabotage) {
        return sabotages.contains(sabotage);
    }

    long nanoTime() {
        return nanos;
    }

    void pass(long more) {
        nanos += more;
    }

    /** Of the actor whose turn it is; others go on meanwhile. */
    void sleep(Duration time) {
        pass(time.toNanos());
        scheduler.pause();
    }

    void report(Invariant invariant, String detail) {
        if (finding == null) {
            finding = new Finding(invariant, detail);
        }
    }

    void require(boolean holds, Invariant invariant, String detail) {
        if (!holds) {
            report(invariant, detail);
        }
    }

    @Nullable Finding finding() {
        return finding;
    }
}
