package dev.rollcall.local.cli;

import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which stack a command is about. */
final class DataDirectory {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where the stack keeps its data (default: $ROLLCALL_DATA_DIR, else .rollcall in the repository).")
    private @Nullable Path directory;

    StackHome home(Surroundings surroundings) {
        Path given = directory;
        if (given != null) {
            return new StackHome(given);
        }
        return new StackHome(surroundings
                .variable("ROLLCALL_DATA_DIR")
                .map(Path::of)
                .orElse(surroundings.repository().resolve(".rollcall")));
    }

    /** Whether a user typed the directory of a stack that runs. */
    boolean saysWhichStack(Surroundings surroundings) throws IOException {
        return directory != null && connections(surroundings).isPresent();
    }

    /** How a user types this command for this stack; with the directory when the user said which one. */
    String typed(Surroundings surroundings, String command) {
        String option = directory == null
                ? ""
                : " --data-dir "
                        + EnvCommand.quotedIfNeeded(
                                home(surroundings).directory().toString());
        return "./rollcall " + command + option;
    }

    /** Where the running stack has everything; empty when none runs, or it does not know yet. */
    Optional<RunState.Connections> connections(Surroundings surroundings) throws IOException {
        return RunState.ofRunning(home(surroundings)).flatMap(state -> Optional.ofNullable(state.connections()));
    }

    /** @throws CommandFailedException when nothing runs there */
    RunState.Connections requireConnections(Surroundings surroundings) throws IOException {
        return connections(surroundings)
                .orElseThrow(() -> new CommandFailedException("no stack runs in %s; start one with: %s"
                        .formatted(home(surroundings).directory(), typed(surroundings, "up"))));
    }
}
