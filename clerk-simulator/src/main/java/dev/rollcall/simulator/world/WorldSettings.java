package dev.rollcall.simulator.world;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a world is a function of. A world of fewer events is the beginning of one of more. Worlds that differ in seed, or
 * in the faults that change the world, share no id.
 *
 * @param seed any number
 * @param events messages in the world, 1 to {@value #MOST_EVENTS}; repeated and forged deliveries come on top
 * @param faults those to weave in
 * @param instanceId the {@code instance_id} of every event, {@code ins_…}
 */
public record WorldSettings(long seed, int events, Set<Fault> faults, String instanceId) {

    public static final String DEFAULT_INSTANCE_ID = "ins_rollcallSimulator000000000000";

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

    public static WorldSettings of(long seed, int events) {
        return new WorldSettings(seed, events, Set.of(), DEFAULT_INSTANCE_ID);
    }

    public WorldSettings withFaults(Set<Fault> chosen) {
        return new WorldSettings(seed, events, chosen, instanceId);
    }

    public WorldSettings withInstanceId(String chosen) {
        return new WorldSettings(seed, events, faults, chosen);
    }
}
