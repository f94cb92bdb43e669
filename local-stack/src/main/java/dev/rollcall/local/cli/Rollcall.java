package dev.rollcall.local.cli;

import dev.rollcall.local.application.Release;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line as a whole. Run alone it shows the commands. */
@Command(
        name = "rollcall",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "An exact, tenant-safe copy of a Clerk instance in PostgreSQL, and a topic for every change.",
        footer = {"", "First steps:  ./rollcall up --demo", "Help of a command:  ./rollcall up --help"})
public final class Rollcall implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private Rollcall() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** @return the exit code: 0 done, 1 could not be done, 2 the command line is wrong */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine commands = new CommandLine(new Rollcall())
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new DownCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new EnvCommand(surroundings))
                .addSubcommand(new QueryCommand(surroundings))
                .addSubcommand(new SimulateCommand(surroundings))
                .addSubcommand(new ChaosElsewhere())
                .addSubcommand(new SizeCommand(surroundings))
                .addSubcommand(new MigrateCommand(surroundings))
                .addSubcommand(new TopicsCommand(surroundings));
        OperatorCommand.addTo(commands, surroundings);
        commands.getCommandSpec().versionProvider(() -> new String[] {"Rollcall " + version(surroundings)});
        return OneLineErrors.on(surroundings.terminal(), commands).execute(arguments);
    }

    /** Of the jar that this runs from; without one, of what the repository builds. */
    private static String version(Surroundings surroundings) {
        String ofTheJar = Rollcall.class.getPackage().getImplementationVersion();
        return ofTheJar != null ? ofTheJar : Release.of(surroundings.repository());
    }

    @Override
    public void run() {
        CommandSpec own = spec;
        if (own != null) {
            own.commandLine().usage(own.commandLine().getOut());
        }
    }
}
