package dev.rollcall.local.stack;

/** Hears what the stack does, one line at a time, from any thread. */
@FunctionalInterface
public interface Narrator {
    void say(String line);
}
