package dev.rollcall.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The same as {@code --help} behind a command, for those who type it in front. */
@Command(
        name = "help",
        mixinStandardHelpOptions = true,
        description = "Show the help of a command, or the list of commands.",
        footer = {"", "Example:  ./rollcall help dead-letters replay"})
final class HelpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which one; alone it lists all.")
    private List<String> command = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    HelpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandSpec own = spec;
        if (own != null && !command.isEmpty() && !own.root().subcommands().containsKey(command.getFirst())) {
            throw new UnmatchedArgumentException(own.root().commandLine(), command);
        }
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");
        return Rollcall.run(surroundings, arguments.toArray(String[]::new));
    }
}
