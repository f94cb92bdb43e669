package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process as another JVM can recognize it. The start time tells it from a later process that was given the same id.
 *
 * @param pid the process id
 * @param started when it started, as the operating system says; accurate to about a second between JVMs
 */
public record RunningProcess(long pid, Instant started) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(50);

    /** The given process as it runs now. */
    public static RunningProcess of(ProcessHandle process) {
        return new RunningProcess(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process, when it still runs and is the same one. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::isTheSame)
                .filter(process -> !ProcState.isZombie(pid));
    }

    private boolean isTheSame(ProcessHandle process) {
        Instant other = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(started, other).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }

    /**
     * Waits until the process has gone; false when it has not within the time. Asks again and again: the end of a process
     * that is nobody's child is not signalled where process 1 does not reap.
     */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (find().isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (never.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        }
        return true;
    }

    /** Writes both values as two lines. */
    public void writeTo(Path file) throws IOException {
        Files.writeString(file, pid + "\n" + started + "\n");
    }

    /** Reads what {@link #writeTo} wrote; empty when there is none or it was cut off by a crash. */
    public static Optional<RunningProcess> readFrom(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return Optional.of(new RunningProcess(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))));
        } catch (RuntimeException cutOff) {
            return Optional.empty();
        }
    }
}
