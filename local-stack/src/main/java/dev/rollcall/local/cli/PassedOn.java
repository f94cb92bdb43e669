package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * A command of the worker's jar. Only where the servers are is known here; whatever else is typed goes to the worker as
 * it is, and the worker says what it takes.
 */
@Command
abstract class PassedOn implements Callable<Integer> {

    private static final List<String> HELP = List.of("--help", "-h");

    /** Alone it only shows its commands. */
    private static final String GROUP = "dead-letters";

    final Surroundings surroundings;

    @Mixin
    final DataDirectory dataDirectory = new DataDirectory();

    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    PassedOn(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Whether this was typed for the worker. */
    final boolean passesOn(String option) {
        return arguments.contains(option);
    }

    /**
     * What a variable of the shell names, unless the user typed the directory of a stack that runs: an option counts more
     * than a variable.
     */
    final Optional<String> namedByShell(String variable) throws IOException {
        return dataDirectory.saysWhichStack(surroundings) ? Optional.empty() : surroundings.variable(variable);
    }

    /** Where the worker's command finds the servers: what the user named, or else the running stack. */
    abstract Map<String, String> environment(String command) throws IOException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        CommandSpec own = spec;
        if (own == null) {
            throw new IllegalStateException("picocli has not set it");
        }
        List<String> command = new ArrayList<>(List.of(own.name()));
        command.addAll(arguments);
        boolean showsHelp = arguments.stream().anyMatch(HELP::contains) || command.equals(List.of(GROUP));
        if (!showsHelp) {
            return WorkerJar.run(surroundings, command, environment(own.name()));
        }
        int exitCode = WorkerJar.run(surroundings, command, Map.of());
        Help help = own.commandLine().getHelp();
        surroundings
                .terminal()
                .say("\nWhere ./rollcall finds the servers:\n"
                        + help.optionList().stripTrailing());
        return exitCode;
    }
}
