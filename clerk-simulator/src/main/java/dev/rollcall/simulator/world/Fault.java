package dev.rollcall.simulator.world;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong on purpose. None of it may change what results, but for the dead letters of {@link #POISON}. */
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
    REPLAY_OLD(0);

    /**
     * Keeps the ids of worlds apart that differ in it; never change one. 0 for what adds no event to the world's history and
     * only changes how the same events are delivered.
     */
    private final int worldBit;

    Fault(int worldBit) {
        this.worldBit = worldBit;
    }

    int worldBit() {
        return worldBit;
    }

    /** As on the command line: lower case with hyphens, such as {@code update-after-delete}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param list {@code all}, {@code none}, or labels separated by commas; blanks and case do not matter
     * @throws IllegalArgumentException naming an unknown label and the known ones
     */
    public static Set<Fault> parse(String list) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String part : list.split(",", -1)) {
            String label = part.strip().toLowerCase(Locale.ROOT);
            switch (label) {
                case "", "none" -> {}
                case "all" -> faults.addAll(EnumSet.allOf(Fault.class));
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
