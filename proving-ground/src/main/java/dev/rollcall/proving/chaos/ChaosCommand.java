package dev.rollcall.proving.chaos;

import dev.rollcall.local.cli.OneLineErrors;
import dev.rollcall.local.cli.Surroundings;
import dev.rollcall.local.cli.Terminal;
import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.proving.chaos.matrix.Fault;
import dev.rollcall.proving.chaos.matrix.Matrix;
import dev.rollcall.proving.chaos.report.ChaosReport;
import dev.rollcall.proving.chaos.report.ReportFiles;
import dev.rollcall.proving.chaos.report.TextReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./rollcall chaos}: breaks a system of its own on purpose, and says whether the promises held. */
@Command(
        name = "rollcall chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run a system of its own as real processes under load, inject the faults of the matrix, heal, drain, and check",
            "the invariants. It uses free ports and a directory of its own: a running stack is not touched."
        },
        footer = {
            "",
            "The same seed and faults are the same schedule. Exit code 1 when an invariant is broken. A fault that cannot be",
            "injected here is listed as not run, with the reason. What the faults are: docs/reliability.md.",
            "Example:  ./rollcall chaos --seed 42 --only F9,F16"
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final String SYSTEMS = "systems";

    private final Surroundings surroundings;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which schedule (default: a random one, which is printed).")
    private @Nullable Long seed;

    @Option(names = "--only", paramLabel = "LIST", description = "Some faults, such as F9,F16 (default: all).")
    private String only = "";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description =
                    "No fault begins after so long; the others are listed as not run (default: ${DEFAULT-VALUE}).")
    private long minutes = 60;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where chaos.txt and chaos.json go, and the logs when something is red"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path report = Path.of("chaos-report");

    @Option(names = "--plant", description = "In the end damage the checked data on purpose: each check has to notice.")
    private boolean plant;

    ChaosCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** @return the exit code: 0 the invariants held, 1 one is broken or it could not be done, 2 the command line is wrong */
    static int run(Surroundings surroundings, String... arguments) {
        return OneLineErrors.on(surroundings.terminal(), new CommandLine(new ChaosCommand(surroundings)))
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Fault> faults = Matrix.only(only);
        long chosen = seed != null ? seed : RandomGenerator.getDefault().nextLong(1, Integer.MAX_VALUE);
        Path directory = report.toAbsolutePath().normalize();
        Path systems = directory.resolve(SYSTEMS);
        DirectoryTree.delete(systems);
        Files.createDirectories(systems);
        ChaosSettings settings = new ChaosSettings(
                chosen, faults, Duration.ofMinutes(minutes), systems, surroundings.applications(), plant);
        Terminal terminal = surroundings.terminal();
        terminal.say("Seed " + chosen);
        ChaosReport found = ChaosRun.run(settings, commit(), terminal::say);
        TextReport.of(found).forEach(terminal::say);
        ReportFiles.write(found, directory).forEach(file -> terminal.say("  " + file));
        if (found.isGreen()) {
            DirectoryTree.delete(systems);
        } else {
            terminal.say("The logs are in " + systems);
        }
        return found.isGreen() ? 0 : 1;
    }

    /** Of the repository that this runs from; '' when there is no git. */
    private String commit() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short=12", "HEAD")
                    .directory(surroundings.repository().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? commit : "";
        } catch (IOException noGit) {
            return "";
        }
    }
}
