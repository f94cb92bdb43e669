package dev.rollcall.local.cli;

import dev.rollcall.local.stack.Narrator;
import dev.rollcall.model.terminal.Mark;
import dev.rollcall.startup.command.CountedWait;
import java.time.Duration;

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

    /** A wait that is mostly short: on a terminal its seconds show from the first one on, and go when it ends. */
    static Wait count(Terminal terminal, String what) {
        return terminal.isInteractive() ? counted(terminal, what, IN_A_TERMINAL) : () -> {};
    }

    private static Wait counted(Terminal terminal, String what, Duration pause) {
        CountedWait counted = CountedWait.begin(what, pause, terminal::live);
        return () -> {
            counted.close();
            terminal.clearLive();
        };
    }

    @Override
    public Wait begin(String what) {
        if (terminal.isInteractive()) {
            terminal.live(what + " ...");
        } else {
            terminal.say(what + " ...");
        }
        return counted(terminal, what, terminal.isInteractive() ? IN_A_TERMINAL : ELSEWHERE);
    }
}
