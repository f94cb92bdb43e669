package dev.rollcall.model.terminal;

/** What a line is about, for the eye. */
public enum Mark {
    GOOD("\u2713", 32),
    WAITING("\u2026", 33),
    WARNING("!", 33),
    BAD("\u2717", 31);

    private final String sign;
    private final int colour;

    Mark(String sign, int colour) {
        this.sign = sign;
        this.colour = colour;
    }

    public String sign() {
        return sign;
    }

    /** @param text in which nothing acts */
    public String painted(String text) {
        return "\u001B[" + colour + "m" + text + "\u001B[0m";
    }
}
