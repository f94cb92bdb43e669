package dev.rollcall.simulator.world;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can go wrong on purpose. None of it may change what results, but for the dead letters of {@link #POISON}, and but for
 * what loses messages: no webhook can make up for that, only a survey.
 */
public enum Fault {
    /** A message is delivered again soon: same id and body, new timestamp and signature. */
    DUPLICATE(0),
    /** Deliveries are shuffled within a window, and a few arrive very late. */
    REORDER(0),
    /** Two different updates have an equal {@code updated_at}, some also an equal {@code timestamp}. */
    TIE(1),
    /** An update arrives after the delete of its object; some of these claim a time after the delete. */
    UPDATE_AFTER_DELETE(2),
    /** An object's delete arrives before its creation. */
    DELETE_BEFORE_CREATE(4),
    /** Memberships, invitations and domains arrive before their organization, sessions before their user. */
    MEMBERSHIP_BEFORE_ORGANIZATION(8),
    /** Genuinely signed, but broken: each must end as a dead letter and change no row. */
    POISON(16),
    /** Badly signed: each must be refused with 401 and leave no trace. */
    FORGED(0),
    /** A message is resent from the dashboard long after newer ones. */
    REPLAY_OLD(0),
    /** A message never sets out: its retries ran out while nobody looked. */
    LOST_WEBHOOK(0),
    /** The delete of an object never sets out. */
    LOST_DELETE(0),
    /** The endpoint is disabled for a stretch, and nothing of it is sent later. */
    ENDPOINT_DISABLED(0);

    private static final Set<Fault> HARMLESS =
            Arrays.stream(values()).filter(fault -> !fault.losesMessages()).collect(Collectors.toUnmodifiableSet());

    /** Keeps the ids of worlds apart that differ in it; never change one. */
    private final int worldBit;

    Fault(int worldBit) {
        this.worldBit = worldBit;
    }

    /** Whether it adds events to the world's history; the others only change how the same events are delivered. */
    public boolean changesTheWorld() {
        return worldBit != 0;
    }

    /** Whether messages never arrive, so that the tables cannot be what Clerk has until they are repaired. */
    public boolean losesMessages() {
        return this == LOST_WEBHOOK || this == LOST_DELETE || this == ENDPOINT_DISABLED;
    }

    int worldBit() {
        return worldBit;
    }

    /** As on the command line: lower case with hyphens, such as {@code update-after-delete}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param list {@code all} that lose nothing, {@code none}, or labels separated by commas; blanks and case do not matter
     * @throws IllegalArgumentException naming an unknown label and the known ones
     */
    public static Set<Fault> parse(String list) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String part : list.split(",", -1)) {
            String label = part.strip().toLowerCase(Locale.ROOT);
            switch (label) {
                case "", "none" -> {}
                case "all" -> faults.addAll(HARMLESS);
                default -> faults.add(ofLabel(label));
            }
        }
        return Collections.unmodifiableSet(faults);
    }

    private static Fault ofLabel(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown fault \"" + label + "\"; use all, none, or "
                        + Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "))));
    }
}
