package dev.rollcall.local.cli;

import dev.rollcall.local.stack.Narrator;
import dev.rollcall.model.terminal.Mark;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the stack does, on a terminal: a wait counts its seconds there, and elsewhere gives a sign of life now and then. */
final class Progress implements Narrator {

    private static final Duration IN_A_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final Terminal terminal;

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void say(String line) {
        terminal.say(line);
    }

    @Override
    public void done(String line) {
        terminal.say(Mark.GOOD, line);
    }

    @Override
    public Wait begin(String what) {
        if (terminal.isInteractive()) {
            terminal.live(what + " ...");
        } else {
            terminal.say(what + " ...");
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread counting = Thread.ofVirtual().start(() -> count(what, ended));
        return () -> {
            ended.countDown();
            join(counting);
            terminal.clearLive();
        };
    }

    private void count(String what, CountDownLatch ended) {
        Duration pause = terminal.isInteractive() ? IN_A_TERMINAL : ELSEWHERE;
        long begin = System.nanoTime();
        try {
            while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
                terminal.live("%s ... %d s".formatted(what, seconds));
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** So that no late second is counted below what is said next. */
    private static void join(Thread counting) {
        boolean interrupted = false;
        while (true) {
            try {
                counting.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
