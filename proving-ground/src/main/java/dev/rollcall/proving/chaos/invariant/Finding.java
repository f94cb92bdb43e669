package dev.rollcall.proving.chaos.invariant;

/**
 * What became of an invariant.
 *
 * @param detail what was looked at, or what is wrong
 */
public record Finding(Invariant invariant, Verdict verdict, String detail) {

    /** Whether it holds. */
    public enum Verdict {
        HOLDS,
        BROKEN,
        NOT_CHECKED
    }

    static Finding of(Invariant invariant, boolean holds, String detail) {
        return new Finding(invariant, holds ? Verdict.HOLDS : Verdict.BROKEN, detail);
    }

    static Finding notChecked(Invariant invariant, String why) {
        return new Finding(invariant, Verdict.NOT_CHECKED, why);
    }

    public boolean isBroken() {
        return verdict == Verdict.BROKEN;
    }
}
