package dev.rollcall.simulator.world;

import java.util.List;

/**
 * Random numbers that are the same for a seed on every JDK, for ever: SplitMix64 (Steele, Lea, Flood 2014), written out
 * because the JDK does not promise the numbers of its own generators across releases.
 */
public final class Dice {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public Dice(long seed) {
        state = mix(seed ^ 0x5DEECE66DL);
    }

    public long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** 0 to bound - 1; the bias of 2^-32 does not matter here. */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** Both ends included. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    public boolean perMille(int chance) {
        return below(1_000) < chance;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
