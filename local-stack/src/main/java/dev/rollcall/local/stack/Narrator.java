package dev.rollcall.local.stack;

/** Hears what the stack does, one line at a time, from any thread. */
@FunctionalInterface
public interface Narrator {
    void say(String line);

    /** Hears that something has succeeded. */
    default void done(String line) {
        say(line);
    }

    /** Hears that something begins that can take a while; what is returned is closed when it has ended, well or not. */
    default Wait begin(String what) {
        say(what + " ...");
        return () -> {};
    }

    /** Something that goes on. */
    @FunctionalInterface
    interface Wait extends AutoCloseable {
        @Override
        void close();
    }
}
