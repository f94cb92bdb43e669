package dev.rollcall.local.cli;

import dev.rollcall.local.process.DetachedProcess;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code up --detach}: the same command in a process of its own, watched until it is ready. */
final class DetachedStart {

    /** Tells the new process that it has no terminal. */
    static final String SUPERVISE = "--supervise";

    private final Surroundings surroundings;
    private final Terminal terminal;
    private final DataDirectory dataDirectory;
    private final StackHome home;

    DetachedStart(Surroundings surroundings, DataDirectory dataDirectory) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
        this.dataDirectory = dataDirectory;
        this.home = dataDirectory.home(surroundings);
    }

    /**
     * @param arguments of this command line, without secrets: they can be read by everyone for as long as the stack runs
     * @param environment for the new process only
     * @return 0 when it is ready
     */
    int start(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = home.supervisorLog();
        Files.deleteIfExists(log);
        Files.deleteIfExists(home.toldFile());
        Process supervisor = DetachedProcess.start(command(arguments), environment, log);
        Thread onCtrlC = new Thread(() -> endWith(supervisor));
        Runtime.getRuntime().addShutdownHook(onCtrlC);
        long shown = 0;
        boolean ended;
        boolean ready;
        do {
            ended = supervisor.waitFor(200, TimeUnit.MILLISECONDS);
            // Ready is not enough: the addresses, also the tunnel's, are told afterwards.
            ready = Files.exists(home.toldFile())
                    && RunState.ofRunning(home)
                            .filter(RunState::isReady)
                            .filter(state -> state.supervisor().pid() == supervisor.pid())
                            .isPresent();
            shown = show(log, shown);
        } while (!ended && !ready);
        Runtime.getRuntime().removeShutdownHook(onCtrlC);
        if (ended) {
            return Math.max(1, supervisor.exitValue());
        }
        terminal.say("It runs on in the background (process %d). Stop it with: %s"
                .formatted(supervisor.pid(), dataDirectory.typed(surroundings, "down")));
        return 0;
    }

    private List<String> command(List<String> arguments) {
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.add("-Drollcall.home=" + surroundings.repository());
        options.add("-Drollcall.terminal=false");
        List<String> own = new ArrayList<>(arguments);
        own.remove("--detach");
        own.add(SUPERVISE);
        return JavaCommand.main(System.getProperty("java.class.path"), Rollcall.class.getName(), options, own);
    }

    private static void endWith(Process supervisor) {
        supervisor.destroy();
        try {
            supervisor.waitFor();
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows whole lines only, so that no character is cut in two. */
    private long show(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] added = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(added);
            int whole = added.length;
            while (whole > 0 && added[whole - 1] != '\n') {
                whole--;
            }
            if (whole > 0) {
                terminal.say(new String(added, 0, whole - 1, StandardCharsets.UTF_8));
            }
            return from + whole;
        }
    }
}
