package dev.rollcall.local.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends with its parent, however the parent ends ({@code kill -9} included).
 *
 * <p>The process id is the child's own. Signals reach the child and everything it started.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration STOP_BUDGET = Duration.ofSeconds(30);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);
    private static final Duration LONGEST_HALT = Duration.ofSeconds(1);
    private static final int QUOTED_LINES = 12;

    /** The user's own secrets: a child gets those that its command names, and no others. */
    static final Set<String> NOT_INHERITED = Set.of(
            "ROLLCALL_GIVEN_DATABASE_URL",
            "ROLLCALL_GIVEN_SECRET",
            "ROLLCALL_MIGRATION_DATABASE_URL",
            "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE",
            ClerkVariables.KEY,
            ClerkVariables.KEY_FILE,
            ClerkVariables.URL);

    private final ChildCommand command;
    private final Process process;
    private final long logBegin;

    private ChildProcess(ChildCommand command, Process process, long logBegin) {
        this.command = command;
        this.process = process;
        this.logBegin = logBegin;
    }

    /**
     * Starts the command; returns at once.
     *
     * @throws StartFailedException when the program cannot be run or its log file cannot be written
     */
    public static ChildProcess start(ChildCommand command) {
        return start(command, false);
    }

    /** As {@link #start}, of a program that is not Rollcall's: it inherits nothing that is. */
    public static ChildProcess startForeign(ChildCommand command) {
        return start(command, true);
    }

    private static ChildProcess start(ChildCommand command, boolean foreign) {
        try {
            Path logFile = command.logFile().toAbsolutePath();
            Files.createDirectories(logFile.getParent());
            ProcessBuilder builder = new ProcessBuilder(Guard.around(command.command()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
            prepare(builder.environment(), command, foreign);
            long logBegin = LogTail.end(logFile);
            return new ChildProcess(command, builder.start(), logBegin);
        } catch (IOException cannotRun) {
            throw new StartFailedException(command.name() + " cannot be started: " + cannotRun.getMessage(), cannotRun);
        }
    }

    static void prepare(Map<String, String> environment, ChildCommand command, boolean foreign) {
        environment.keySet().removeAll(NOT_INHERITED);
        if (foreign) {
            ForeignPrograms.withhold(environment);
        }
        environment.putAll(command.environment());
        environment.put("ROLLCALL_STOP_SIGNAL", command.stopSignal().name());
    }

    public String name() {
        return command.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path logFile() {
        return command.logFile();
    }

    /** The process as other JVMs can recognize it. */
    public RunningProcess running() {
        return RunningProcess.of(process.toHandle());
    }

    /** Completes with the exit code when the process has ended; 128 + signal when a signal ended it. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /** Whether the process has ended within that time. */
    public boolean awaitExit(Duration longest) throws InterruptedException {
        return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGKILL to the process and its descendants; returns when all have gone. */
    public void kill() {
        if (!process.isAlive()) {
            return;
        }
        // Stopped first, so that it starts no further child between the listing and the kill.
        Signal.STOP.sendTo(List.of(pid()));
        List<RunningProcess> descendants =
                process.descendants().map(RunningProcess::of).toList();
        Signal.KILL.sendTo(family());
        awaitGone(descendants);
    }

    /** SIGSTOP to the process and its descendants; returns when none of their threads runs any more. */
    public void pause() {
        Signal.STOP.sendTo(List.of(pid()));
        Signal.STOP.sendTo(family());
        long since = System.nanoTime();
        while (process.isAlive() && !family().stream().allMatch(ProcState::isStopped)) {
            Thread.onSpinWait();
            if (System.nanoTime() - since > LONGEST_HALT.toNanos()) {
                // A shell that is just starting a program (vfork) halts only once that has begun: let it, and again.
                resume();
                Signal.STOP.sendTo(List.of(pid()));
                Signal.STOP.sendTo(family());
                since = System.nanoTime();
            }
        }
    }

    /** SIGCONT to the process and its descendants. */
    public void resume() {
        List<Long> childrenFirst = new ArrayList<>(family());
        Collections.reverse(childrenFirst);
        Signal.CONT.sendTo(childrenFirst);
    }

    /** Sends the stop signal and waits; SIGKILL after the given time. Does nothing when the process has ended. */
    public void stop(Duration grace) {
        if (!process.isAlive()) {
            return;
        }
        command.stopSignal().sendTo(List.of(pid()));
        resume();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(STOP_BUDGET);
    }

    /**
     * Waits until the URL answers with a 2xx.
     *
     * @throws StartFailedException when the process ends first or the time is over, with the end of its log
     */
    public void awaitHealthy(URI url, Duration longest) throws InterruptedException {
        awaitUntil(() -> HttpHealth.isUp(url), longest);
    }

    /**
     * Waits until the condition holds, asking about ten times a second.
     *
     * @throws StartFailedException when the process ends first or the time is over, with the end of its log
     */
    public void awaitUntil(Condition condition, Duration longest) throws InterruptedException {
        awaitUntil(condition, longest, "is not ready");
    }

    /**
     * The same.
     *
     * @param otherwise what is said of the process when the time is over, such as {@code is not ready}
     */
    public void awaitUntil(Condition condition, Duration longest, String otherwise) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.holds()) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new StartFailedException("%s ended with exit code %d while starting. %s"
                        .formatted(name(), process.exitValue(), explanation()));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StartFailedException(
                        "%s %s after %d s. %s".formatted(name(), otherwise, longest.toSeconds(), explanation()));
            }
        }
    }

    /** Why it ended, as far as it said so: see {@link LogTail#explanation}. */
    public String explanation() {
        return LogTail.explanation(logFile(), logBegin, QUOTED_LINES);
    }

    /** Not interruptible, since SIGKILL does not take long. */
    private void awaitGone(List<RunningProcess> killed) {
        boolean interrupted = false;
        for (RunningProcess one : killed) {
            try {
                one.awaitEnd(LONGEST_KILL);
            } catch (InterruptedException whileWaiting) {
                interrupted = true;
            }
        }
        process.onExit().join();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Long> family() {
        List<Long> family = new ArrayList<>();
        family.add(pid());
        process.descendants().map(ProcessHandle::pid).forEach(family::add);
        return family;
    }

    /** Something that becomes true after a while. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }
}
