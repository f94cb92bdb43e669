package dev.rollcall.worker.operate.audit;

import java.util.regex.Pattern;

/**
 * The person or program that acts.
 *
 * @param name {@code os:<user>} for a command, {@code token:<name>} or {@code loopback} for the management API,
 *     {@code worker:<instance>} for what a worker does of its own accord
 */
public record Actor(String name) {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    /** The user that this process runs as. */
    public static Actor ofThisProcess() {
        return new Actor("os:"
                + UNPRINTABLE
                        .matcher(System.getProperty("user.name", "unknown"))
                        .replaceAll("?"));
    }

    public static Actor ofToken(String tokenName) {
        return new Actor("token:" + tokenName);
    }

    /** A worker, of its own accord. */
    public static Actor ofWorker(String instance) {
        return new Actor("worker:" + instance);
    }

    /** Somebody on the worker's own machine, where no token is asked for. */
    public static Actor ofLoopback() {
        return new Actor("loopback");
    }

    @Override
    public String toString() {
        return name;
    }
}
