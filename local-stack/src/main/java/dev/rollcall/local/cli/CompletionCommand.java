package dev.rollcall.local.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
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
            "Options that only the worker knows (erase --yes, ...) are not in it."
        })
final class CompletionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandSpec own = spec;
        if (own == null) {
            throw new IllegalStateException("picocli has not set it");
        }
        surroundings
                .terminal()
                .say(AutoComplete.bash("rollcall", own.root().commandLine()).stripTrailing());
        return 0;
    }
}
