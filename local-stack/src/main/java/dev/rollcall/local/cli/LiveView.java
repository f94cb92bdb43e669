package dev.rollcall.local.cli;

import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.vitals.LiveLine;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The live line: every second in a terminal, every five seconds elsewhere. */
final class LiveView {

    private static final Duration IN_A_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String METRICS = "/actuator/prometheus";

    private final Terminal terminal;
    private final LiveLine line;

    LiveView(Terminal terminal, RunState.Connections connections) {
        this.terminal = terminal;
        this.line = new LiveLine(
                URI.create(connections.gatewayUrl() + METRICS), URI.create(connections.opsUrl() + METRICS));
    }

    /** Until the thread is interrupted. */
    void show() throws InterruptedException {
        show(new CountDownLatch(1));
    }

    /** Until the thread is interrupted or the latch is open. */
    void show(CountDownLatch end) throws InterruptedException {
        Duration pause = terminal.isInteractive() ? IN_A_TERMINAL : ELSEWHERE;
        do {
            terminal.live(line.next());
        } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    }
}
