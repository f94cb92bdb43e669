package dev.rollcall.local.cli;

import dev.rollcall.startup.command.CommandOutline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Prints what a shell needs to complete commands and options, those of the worker's jar too, which is asked for them. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print the script by which bash and zsh complete commands and options.",
        footer = {
            "",
            "For this shell:  source <(./rollcall completion)",
            "For good, bash:  ./rollcall completion > \\",
            "                 ~/.local/share/bash-completion/completions/rollcall",
            "zsh wants first: autoload -U +X bashcompinit && bashcompinit",
            "It knows what is built now: print it again after an update."
        })
final class CompletionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine commands = Rollcall.commands(surroundings);
        WorkerJar.said(surroundings, List.of(CommandOutline.OPTION))
                .map(CommandOutline::read)
                .ifPresent(worker -> worker.subcommands().forEach((name, told) -> {
                    CommandLine passedOn = commands.getSubcommands().get(name);
                    if (passedOn != null) {
                        add(told.getCommandSpec(), passedOn.getCommandSpec());
                    }
                }));
        surroundings.terminal().say(AutoComplete.bash("rollcall", commands).stripTrailing());
        return 0;
    }

    /** Where the servers are can be said behind a command's command too. */
    private static void add(CommandSpec told, CommandSpec passedOn) {
        told.subcommands().forEach((name, below) -> {
            addMissing(passedOn.options(), below.getCommandSpec());
            passedOn.addSubcommand(name, below);
        });
        addMissing(told.options(), passedOn);
        told.positionalParameters().forEach(passedOn::addPositional);
    }

    private static void addMissing(List<OptionSpec> options, CommandSpec to) {
        options.stream()
                .filter(option -> to.findOption(option.longestName()) == null)
                .forEach(to::addOption);
    }
}
