package dev.rollcall.local.stack;

import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.process.StartFailedException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part running: when it dies or makes no progress it is started again, sooner the first time than the tenth.
 */
final class SupervisedPart {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** For a part that no longer makes progress. */
    private static final Duration ORDERLY_END = Duration.ofSeconds(5);

    /** A part that ran for this long has recovered. */
    private static final Duration RECOVERED = Duration.ofMinutes(1);

    private final Part part;
    private final Narrator narrator;
    private final Runnable changed;
    private final Duration betweenLooks;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable ChildProcess process;
    private volatile @Nullable Thread watcher;
    private final AtomicInteger restarts = new AtomicInteger();

    /**
     * @param changed called after the process has changed
     * @param betweenLooks at the liveness of a part that has one
     */
    SupervisedPart(Part part, Narrator narrator, Runnable changed, Duration betweenLooks) {
        this.part = part;
        this.narrator = narrator;
        this.changed = changed;
        this.betweenLooks = betweenLooks;
    }

    /** Starts it, returns when it is ready, and from then on watches it. */
    void start() throws InterruptedException {
        ChildProcess first = part.start();
        process = first;
        changed.run();
        watcher = Thread.ofPlatform()
                .daemon()
                .name("watch-" + part.name().label())
                .start(() -> watch(first));
    }

    /** Ends the watch, then the process in good order. */
    void stop(Duration grace) {
        stopping.countDown();
        Thread watching = watcher;
        if (watching != null) {
            watching.interrupt();
            try {
                watching.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        ChildProcess running = process;
        if (running != null) {
            running.stop(grace);
        }
    }

    RunState.Part state() {
        ChildProcess running = process;
        RunningProcess recorded = running == null || !running.isAlive() ? null : running.running();
        return new RunState.Part(part.name(), recorded, part.ports(), part.log().toString(), restarts.get(), true);
    }

    PartName name() {
        return part.name();
    }

    private void watch(ChildProcess first) {
        ChildProcess running = first;
        Duration pause = FIRST_PAUSE;
        try {
            while (!isStopping()) {
                long since = System.nanoTime();
                String end = awaitEnd(running);
                if (isStopping()) {
                    return;
                }
                if (System.nanoTime() - since > RECOVERED.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                changed.run();
                ChildProcess next = startAgain(end, pause);
                pause = longer(pause);
                if (next == null) {
                    return;
                }
                running = next;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how it ended, or why it was ended. */
    private String awaitEnd(ChildProcess running) throws InterruptedException {
        URI url = part.liveness();
        if (url != null) {
            Liveness liveness = new Liveness(url);
            while (!running.awaitExit(betweenLooks)) {
                if (liveness.isLost()) {
                    running.stop(ORDERLY_END);
                    return liveness.reason();
                }
            }
        }
        return "ended with exit code " + running.awaitExit();
    }

    /** Tries until it runs; null when the stack stops meanwhile. */
    private @Nullable ChildProcess startAgain(String reason, Duration firstPause) throws InterruptedException {
        String said = reason;
        Duration pause = firstPause;
        while (true) {
            narrator.say("%s %s; starting it again in %d s (log: %s)"
                    .formatted(part.name().label(), said, pause.toSeconds(), part.log()));
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
            restarts.incrementAndGet();
            try {
                ChildProcess next = part.start();
                process = next;
                changed.run();
                narrator.say(part.name().label() + " is ready again");
                return next;
            } catch (StartFailedException failed) {
                if (isStopping()) {
                    return null;
                }
                said = "does not start: " + firstLine(failed);
            }
            pause = longer(pause);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static String firstLine(StartFailedException failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }
}
