package dev.rollcall.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The line about {@code chaos} in the list of commands. The launcher starts another program for it: the proving ground. */
@Command(name = "chaos", description = "Break a system of its own by a seeded schedule, and check the invariants.")
final class ChaosElsewhere implements Callable<Integer> {

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        throw new CommandFailedException("chaos is a program of its own, which the script starts: ./rollcall chaos "
                + String.join(" ", arguments));
    }
}
