package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.proving.chaos.load.Load;
import dev.rollcall.proving.chaos.load.Prober;
import dev.rollcall.proving.chaos.load.ShiftedClock;
import dev.rollcall.proving.site.Site;
import dev.rollcall.simulator.world.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a fault is played: the system, its load, and the notebook. */
public final class Scene {

    private final Site site;
    private final Dice dice;
    private final Prober prober;
    private final ShiftedClock clock;
    private final Duration hold;
    private final List<Moment> moments = new CopyOnWriteArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private final Set<String> furtherMessages = new HashSet<>();
    private final List<Load> loads = new ArrayList<>();
    private final Deque<AutoCloseable> leftovers = new ArrayDeque<>();
    private final Map<String, Double> marks = new HashMap<>();
    private @Nullable Object kept;

    public Scene(Site site, Dice dice, Prober prober, ShiftedClock clock, Duration hold) {
        this.site = site;
        this.dice = dice;
        this.prober = prober;
        this.clock = clock;
        this.hold = hold;
    }

    /** Something that was done, and when. */
    public record Moment(Instant at, String what) {}

    /** What the matrix asks for beside the invariants. */
    public record Expectation(String what, boolean met) {}

    public Site site() {
        return site;
    }

    Dice dice() {
        return dice;
    }

    Prober prober() {
        return prober;
    }

    ShiftedClock clock() {
        return clock;
    }

    /** How long the fault is to last. */
    public Duration hold() {
        return hold;
    }

    /** Waits while the fault lasts. */
    public void holdOn() throws InterruptedException {
        holdOn(hold);
    }

    void holdOn(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** Runs the loads that the steps begin. */
    public List<Load> loads() {
        return Collections.unmodifiableList(loads);
    }

    public void add(Load load) {
        loads.add(load);
    }

    /** Into the report. */
    public void note(String what) {
        moments.add(new Moment(Instant.now(), what));
    }

    void expect(String what, boolean met) {
        expectations.add(new Expectation(what, met));
    }

    public List<Moment> moments() {
        return Collections.unmodifiableList(moments);
    }

    public List<Expectation> expectations() {
        return Collections.unmodifiableList(expectations);
    }

    /** A message beside those of the load, which may be found afterwards. */
    void sent(String messageId) {
        furtherMessages.add(messageId);
    }

    public Set<String> furtherMessages() {
        return Collections.unmodifiableSet(furtherMessages);
    }

    /** From one step to a later one. */
    void keep(Object value) {
        kept = value;
    }

    <T> T kept(Class<T> type) {
        return Objects.requireNonNull(type.cast(kept), "nothing was kept");
    }

    /** What a number was, to be held against a later one. */
    void mark(String name, double value) {
        marks.put(name, value);
    }

    double marked(String name) {
        return marks.getOrDefault(name, 0.0);
    }

    /** What must not outlive the fault, even when a later step fails. */
    void leave(AutoCloseable leftover) {
        leftovers.push(leftover);
    }

    /** Closes what is left; what the healing has closed already is not an error. */
    public void clear() {
        while (!leftovers.isEmpty()) {
            try {
                leftovers.pop().close();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (Exception gone) {
                // The next fault shows whether it mattered.
            }
        }
    }
}
