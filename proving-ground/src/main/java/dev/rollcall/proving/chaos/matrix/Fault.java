package dev.rollcall.proving.chaos.matrix;

import dev.rollcall.proving.chaos.load.LoadSettings.Order;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of the matrix. Made with {@link #of} and what follows; not changed afterwards. */
public final class Fault {

    private static final Step NOTHING = scene -> {};

    private final String id;
    private final String title;
    private Place place = Place.SINGLE;
    private boolean beforeTheLoad;
    private Duration hold = Duration.ofSeconds(5);
    private Order order = Order.NATURAL;
    private String remark = "";
    private String worldFaults = "all";
    private int events;
    private @Nullable String notRun;
    private Step inject = NOTHING;
    private Step whileItLasts = NOTHING;
    private Step heal = NOTHING;
    private Step afterwards = NOTHING;
    private final Set<Excuse> excuses = EnumSet.noneOf(Excuse.class);

    /** What happens to the system. */
    @FunctionalInterface
    public interface Step {
        void run(Scene scene) throws Exception;
    }

    /** What a fault is allowed to break, since the design says so. */
    public enum Excuse {
        /** P4: after a database restore, versions lost with it; without the group's offsets, those of the last batch. */
        ANNOUNCED_AGAIN,
        /**
         * Group offsets are ahead of a restored database, or of a topic made again, until the worker has seen it; they are
         * looked at in the end only.
         */
        OFFSETS_DURING,
        /** Gateway or worker may end by itself: that is what is expected. */
        PROCESS_ENDS
    }

    private Fault(String id, String title) {
        this.id = id;
        this.title = title;
    }

    static Fault of(String id, String title) {
        return new Fault(id, title);
    }

    static Fault notRun(String id, String title, String reason) {
        Fault fault = new Fault(id, title);
        fault.notRun = reason;
        return fault;
    }

    Fault at(Place chosen) {
        place = chosen;
        return this;
    }

    /** It happens on an idle system, and the load comes afterwards. */
    Fault beforeTheLoad() {
        beforeTheLoad = true;
        return this;
    }

    /** About how long it lasts; the seed makes it up to a quarter shorter or longer. */
    Fault lasting(long seconds) {
        hold = Duration.ofSeconds(seconds);
        return this;
    }

    Fault under(Order chosen) {
        order = chosen;
        return this;
    }

    /** What the world that is sent holds, as {@code rollcall simulate --faults} takes it; all by default. */
    Fault of(String faultsOfTheWorld) {
        worldFaults = faultsOfTheWorld;
        return this;
    }

    /** How many events the load has at least: it must last as long as the fault. */
    Fault withEvents(int atLeast) {
        events = atLeast;
        return this;
    }

    /** Where it differs from the matrix, and why. */
    Fault remark(String chosen) {
        remark = chosen;
        return this;
    }

    Fault excused(Excuse excuse) {
        excuses.add(excuse);
        return this;
    }

    Fault inject(Step step) {
        inject = step;
        return this;
    }

    Fault whileItLasts(Step step) {
        whileItLasts = step;
        return this;
    }

    Fault heal(Step step) {
        heal = step;
        return this;
    }

    /** When everything is drained: what must have happened, and what is to be put back. */
    Fault afterwards(Step step) {
        afterwards = step;
        return this;
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public Place place() {
        return place;
    }

    public boolean isBeforeTheLoad() {
        return beforeTheLoad;
    }

    public Duration hold() {
        return hold;
    }

    public Order order() {
        return order;
    }

    public String worldFaults() {
        return worldFaults;
    }

    public int events() {
        return events;
    }

    public String remark() {
        return remark;
    }

    /** Null when it can be tried. */
    public @Nullable String reasonNotToRun() {
        return notRun;
    }

    public boolean isExcused(Excuse excuse) {
        return excuses.contains(excuse);
    }

    public Step injection() {
        return inject;
    }

    public Step duration() {
        return whileItLasts;
    }

    public Step healing() {
        return heal;
    }

    public Step aftermath() {
        return afterwards;
    }
}
