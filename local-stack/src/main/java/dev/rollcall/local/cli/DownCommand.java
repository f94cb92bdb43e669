package dev.rollcall.local.cli;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.stack.Narrator;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.model.terminal.Mark;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Stops the stack that runs in the data directory, in this terminal or another. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop the running stack in order. Its data stays; up continues with it.")
final class DownCommand implements Callable<Integer> {

    private static final Duration LONGEST_STOP = Duration.ofMinutes(2);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(20);

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--json", description = "An object: data_dir, stopped.")
    private boolean json;

    DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    @SuppressWarnings(
            "try") // What lasts as long as the block; the formatter may run on a Java that knows no name for it.
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = surroundings.terminal();
        Optional<RunState> state = RunState.ofRunning(dataDirectory.home(surroundings));
        Optional<ProcessHandle> supervisor =
                state.flatMap(running -> running.supervisor().find());
        if (state.isEmpty() || supervisor.isEmpty()) {
            tell(false, "Nothing runs in " + dataDirectory.home(surroundings).directory() + ".");
            return 0;
        }
        supervisor.get().destroy();
        boolean ended;
        Narrator narrator = json ? line -> {} : new Progress(terminal);
        try (Narrator.Wait wait =
                narrator.begin("Stopping the stack (process " + supervisor.get().pid() + ")")) {
            ended = state.get().supervisor().awaitEnd(LONGEST_STOP);
        }
        if (!ended) {
            terminal.complain("rollcall: it does not stop within %d s; killing it".formatted(LONGEST_STOP.toSeconds()));
            supervisor.get().destroyForcibly();
        }
        for (RunState.Part part : state.get().parts()) {
            RunningProcess process = part.process();
            if (process != null && !process.awaitEnd(LONGEST_KILL)) {
                throw new CommandFailedException("%s still runs as process %d; end it with: kill %d"
                        .formatted(part.name().label(), process.pid(), process.pid()));
            }
        }
        tell(true, "Stopped.");
        return 0;
    }

    private void tell(boolean stopped, String words) {
        Terminal terminal = surroundings.terminal();
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("data_dir", dataDirectory.home(surroundings).directory().toString());
            facts.put("stopped", stopped);
            terminal.say(JsonMapper.shared().writeValueAsString(facts));
        } else if (stopped) {
            terminal.say(Mark.GOOD, words);
        } else {
            terminal.say(words);
        }
    }
}
