package dev.rollcall.local.cli;

import dev.rollcall.local.process.ForeignPrograms;
import dev.rollcall.local.stack.RunState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens the console of the running stack. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = "Open the console of the running stack in the browser, and print its address.")
final class OpenCommand implements Callable<Integer> {

    /** macOS has the one, Linux the other; $BROWSER is the user's own word. */
    private static final List<String> PROGRAMS = List.of("xdg-open", "open");

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--print", description = "Only print the address.")
    private boolean print;

    OpenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        RunState.Connections connections = dataDirectory.requireConnections(surroundings);
        surroundings.terminal().say(connections.opsUrl());
        if (Boolean.TRUE.equals(connections.consoleToken())) {
            surroundings
                    .terminal()
                    .complain("It asks for the token that is ROLLCALL_OPS_TOKEN of: "
                            + dataDirectory.typed(surroundings, "env"));
        }
        if (!print && !opened(connections.opsUrl())) {
            surroundings.terminal().complain("No browser could be opened here: take the address to one.");
        }
        return 0;
    }

    private boolean opened(String url) {
        List<String> programs = surroundings.variable("BROWSER").map(List::of).orElse(PROGRAMS);
        for (String program : programs) {
            try {
                ProcessBuilder browser = new ProcessBuilder(program, url)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
                ForeignPrograms.withhold(browser.environment());
                browser.start();
                return true;
            } catch (IOException notHere) {
                // The next one may be.
            }
        }
        return false;
    }
}
