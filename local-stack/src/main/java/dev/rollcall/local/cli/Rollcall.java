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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and as it should be",
            "1:could not be done, or something is not as it should be",
            "2:the command line or a setting is wrong; nothing was done",
            "3:reconcile, backfill: something differs; migrate --check: the schema is not of this release",
            "4:reconcile, backfill: not complete; refetch: Clerk stopped it",
            "130:ended by Ctrl-C before it was ready"
        },
        footer = {"", "First steps:  ./rollcall up --demo", "Help of a command:  ./rollcall help up"})
public final class Rollcall implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private Rollcall() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** @return the exit code, as the help lists them */
    static int run(Surroundings surroundings, String... arguments) {
        return OneLineErrors.on(surroundings.terminal(), commands(surroundings)).execute(arguments);
    }

    static CommandLine commands(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new Rollcall())
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new DownCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new LogsCommand(surroundings))
                .addSubcommand(new OpenCommand(surroundings))
                .addSubcommand(new EnvCommand(surroundings))
                .addSubcommand(new QueryCommand(surroundings))
                .addSubcommand(new PsqlCommand(surroundings))
                .addSubcommand(new SendCommand(surroundings))
                .addSubcommand(new SimulateCommand(surroundings))
                .addSubcommand(new ChaosElsewhere())
                .addSubcommand(new SizeCommand(surroundings))
                .addSubcommand(new MigrateCommand(surroundings))
                .addSubcommand(new TopicsCommand(surroundings));
        OperatorCommand.addTo(commands, surroundings);
        commands.addSubcommand(new HelpCommand(surroundings))
                .addSubcommand(new VersionCommand(surroundings))
                .addSubcommand(new CompletionCommand(surroundings));
        commands.getCommandSpec().versionProvider(() -> new String[] {"Rollcall " + version(surroundings)});
        return commands;
    }

    /** Of the jar that this runs from; without one, of what the repository builds. */
    static String version(Surroundings surroundings) {
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
