package dev.rollcall.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to order for a load: arithmetic on the figures of docs/sizing.md, which says how each was measured. Sizes are
 * decimal, and of what Rollcall needs; free space is the reader's.
 */
record Sizing(Load load) {

    /** A user with what belongs to it, at the simulator's ratios, indexes included. */
    private static final long BYTES_OF_USER = 4_400;

    private static final long BYTES_OF_SESSION = 978;
    private static final long BYTES_OF_EVENT = 1_250;
    /** Alone after a checkpoint, with each page that it touches written whole: few events of a large table share a page. */
    private static final long WRITE_AHEAD_BYTES_OF_EVENT = 25_000;

    private static final long DAYS_OF_EVENTS = 14;
    private static final long DAYS_OF_YEAR = 365;
    /** Changes are compacted within a week. */
    private static final long DAYS_OF_CHANGES = 7;

    private static final long SECONDS_OF_DAY = 86_400;
    /** A third of what was measured for two threads on two processors that did everything else too. */
    private static final long EVENTS_OF_THREAD = 1_100;

    private static final long EVENTS_OF_GATEWAY = 5_000;
    private static final long THREADS_OF_WORKER = 2;
    private static final long MOST_THREADS = 12;
    private static final long CONNECTIONS_BESIDE_THREADS = 3;
    private static final long CONNECTIONS_OF_COMMANDS = 4;
    private static final long MEBIBYTES_OF_PROCESS = 640;

    /**
     * @param users of the instance
     * @param eventsPerDay of all types that the endpoint subscribes to
     * @param sessionsPerDay new ones; their rows stay when they have ended
     * @param metadataBytes of a user, beyond the few hundred bytes that are measured
     * @param peak how many times the average the busiest minutes are
     * @param replicas of Kafka's topics
     */
    record Load(long users, long eventsPerDay, long sessionsPerDay, long metadataBytes, long peak, long replicas) {

        Load {
            requireNotNegative("--users", users);
            requireNotNegative("--events-per-day", eventsPerDay);
            requireNotNegative("--sessions-per-day", sessionsPerDay);
            requireNotNegative("--metadata-bytes", metadataBytes);
            if (peak < 1) {
                throw new IllegalArgumentException("--peak has to be 1 or more; write --peak 10");
            }
            if (replicas < 1) {
                throw new IllegalArgumentException("--replicas has to be 1 or more; write --replicas 3");
            }
        }

        private static void requireNotNegative(String option, long value) {
            if (value < 0 || value > 1_000_000_000_000L) {
                throw new IllegalArgumentException(option + " has to be a number from 0 to 1000000000000");
            }
        }
    }

    long peakPerSecond() {
        return ceiling(load.eventsPerDay() * load.peak(), SECONDS_OF_DAY);
    }

    long threads() {
        return Math.max(2 * THREADS_OF_WORKER, ceiling(peakPerSecond(), EVENTS_OF_THREAD));
    }

    /** Whether the partitions of {@code clerk.events} are enough for that many threads. */
    boolean isWithinPartitions() {
        return threads() <= MOST_THREADS;
    }

    long workers() {
        return ceiling(Math.min(threads(), MOST_THREADS), THREADS_OF_WORKER);
    }

    long gateways() {
        return Math.max(2, ceiling(peakPerSecond(), EVENTS_OF_GATEWAY));
    }

    long connections() {
        return workers() * (THREADS_OF_WORKER + CONNECTIONS_BESIDE_THREADS) + CONNECTIONS_OF_COMMANDS;
    }

    long tableBytes() {
        return load.users() * (BYTES_OF_USER + load.metadataBytes());
    }

    long tableBytesAfterAYear() {
        return tableBytes() + load.sessionsPerDay() * DAYS_OF_YEAR * BYTES_OF_SESSION;
    }

    /** At most: what archiving, replicas and point-in-time recovery have to take. */
    long writeAheadBytesPerDay() {
        return load.eventsPerDay() * (WRITE_AHEAD_BYTES_OF_EVENT + load.metadataBytes());
    }

    long eventBytes() {
        return load.eventsPerDay() * (BYTES_OF_EVENT + load.metadataBytes()) * DAYS_OF_EVENTS * load.replicas();
    }

    /** At most: a record for each user, and what a week has changed. */
    long changeBytes() {
        return (load.users() + load.eventsPerDay() * DAYS_OF_CHANGES)
                * (BYTES_OF_EVENT + load.metadataBytes())
                * load.replicas();
    }

    long memoryMebibytes() {
        return (workers() + gateways()) * MEBIBYTES_OF_PROCESS;
    }

    /** Names as docs/sizing.md has them, in its order. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("peakEventsPerSecond", peakPerSecond());
        figures.put("gateways", gateways());
        figures.put("workers", workers());
        figures.put("threadsPerWorker", THREADS_OF_WORKER);
        figures.put("withinPartitions", isWithinPartitions());
        figures.put("memoryMebibytes", memoryMebibytes());
        figures.put("postgresConnections", connections());
        figures.put("tableBytes", tableBytes());
        figures.put("tableBytesAfterAYear", tableBytesAfterAYear());
        figures.put("writeAheadBytesPerDayAtMost", writeAheadBytesPerDay());
        figures.put("eventsTopicBytes", eventBytes());
        figures.put("changeTopicsBytesAtMost", changeBytes());
        return figures;
    }

    private static long ceiling(long value, long divisor) {
        return (value + divisor - 1) / divisor;
    }
}
