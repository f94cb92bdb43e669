package dev.rollcall.simulator.world;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a world is a function of. A world of fewer events is the beginning of one of more. Worlds that differ in seed, or
 * in the faults that change the world, share no id.
 *
 * @param seed any number
 * @param events messages in the world, 1 to {@value #MOST_EVENTS}; repeated and forged deliveries come on top
 * @param faults those to weave in
 * @param instanceId the {@code instance_id} of every event, {@code ins_…}
 * @param sent the day on which it is sent, or null: then envelopes have the history's own time. Rollcall takes an event
 *     without an instance id, and lets one bind a database, only when its envelope's time fits its delivery
 */
public record WorldSettings(
        long seed,
        int events,
        Set<Fault> faults,
        String instanceId,
        @Nullable LocalDate sent) {

    /** Of Clerk's form: "ins_" and 27 base62 characters. */
    public static final String DEFAULT_INSTANCE_ID = "ins_rollcallSimulator0000000000";

    /** More would reach from the fixed base date into the future. */
    static final int MOST_EVENTS = 5_000_000;

    private static final Pattern INSTANCE_ID = Pattern.compile("ins_[A-Za-z0-9_-]{1,250}");

    public WorldSettings {
        if (events < 1 || events > MOST_EVENTS) {
            throw new IllegalArgumentException("events must be 1 to " + MOST_EVENTS + ", not " + events);
        }
        if (!INSTANCE_ID.matcher(instanceId).matches()) {
            throw new IllegalArgumentException("the instance id must look like " + DEFAULT_INSTANCE_ID);
        }
        EnumSet<Fault> ordered = EnumSet.noneOf(Fault.class);
        ordered.addAll(faults);
        faults = Collections.unmodifiableSet(ordered);
    }

    public WorldSettings(long seed, int events, Set<Fault> faults, String instanceId) {
        this(seed, events, faults, instanceId, null);
    }

    public static WorldSettings of(long seed, int events) {
        return new WorldSettings(seed, events, Set.of(), DEFAULT_INSTANCE_ID);
    }

    /** A day, not a moment: what is sent again the same day is the same to the byte. */
    public WorldSettings sentOn(LocalDate day) {
        return new WorldSettings(seed, events, faults, instanceId, day);
    }

    public WorldSettings withFaults(Set<Fault> chosen) {
        return new WorldSettings(seed, events, chosen, instanceId, sent);
    }

    public WorldSettings withInstanceId(String chosen) {
        return new WorldSettings(seed, events, faults, chosen, sent);
    }
}
