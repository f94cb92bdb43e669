package dev.rollcall.worker.operate.doctor;

/**
 * One thing that was looked at.
 *
 * @param what the finding, in one line
 * @param advice what to do about it; '' when nothing has to be done
 */
public record Finding(Level level, String what, String advice) {

    /** How bad it is. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String what) {
        return new Finding(Level.OK, what, "");
    }

    static Finding warn(String what, String advice) {
        return new Finding(Level.WARN, what, advice);
    }

    static Finding fail(String what, String advice) {
        return new Finding(Level.FAIL, what, advice);
    }

    @Override
    public String toString() {
        return "%-4s  %s%s"
                .formatted(level, what, advice.isEmpty() ? "" : System.lineSeparator() + "      -> " + advice);
    }
}
