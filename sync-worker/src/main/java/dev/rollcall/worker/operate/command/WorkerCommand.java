package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.startup.command.CommandOutline;
import dev.rollcall.startup.command.CommandOutput;
import dev.rollcall.startup.command.Likely;
import dev.rollcall.worker.prepare.database.CertificateRefusal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The commands beside the loops, and the one place that says what each takes: {@code ./rollcall} passes them on as
 * typed. They need no Spring, and end with 0, with one line and 1 when it could not be done, with one line and 2 when
 * the command line or a setting is wrong.
 */
@Command(
        name = "rollcall",
        synopsisSubcommandLabel = "COMMAND",
        description = "The worker's commands; without one, the worker itself runs.",
        footer = {"", "Help of a command:  erase --help"})
public final class WorkerCommand implements Runnable {

    private static final Set<String> COMMANDS = Set.of(
            "migrate",
            "topics",
            "doctor",
            "bind",
            "erase",
            "reprocess",
            "dead-letters",
            "replay",
            "backfill",
            "reconcile",
            "refetch",
            "announce",
            "schema");

    /** What this takes without a command. */
    private static final Set<String> ALONE = Set.of("--help", "-h", CommandOutline.OPTION);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Option(names = CommandOutline.OPTION, hidden = true, description = "What ./rollcall completion asks for.")
    boolean outline;

    private WorkerCommand() {}

    public static boolean isCommand(String argument) {
        return COMMANDS.contains(argument) || ALONE.contains(argument);
    }

    /**
     * As the program that this process is: somebody who waits for it at a terminal sees that it goes on.
     *
     * @return the exit code
     */
    public static int runAsProgram(List<String> arguments, Map<String, String> environment) {
        CommandOutput output = CommandOutput.ofThisProcess(
                arguments.getFirst(), arguments.contains(JsonOption.NAME), environment.get("TERM"));
        // Also where Ctrl-C ends it.
        Runtime.getRuntime().addShutdownHook(new Thread(output::close));
        // What is logged goes the same way, or it would stand behind the sign.
        System.setErr(output.err());
        return run(arguments, environment, output.out(), output.err());
    }

    /** @return the exit code */
    public static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        CertificateRefusal.silenceDriver();
        String name = "rollcall " + arguments.getFirst() + ": ";
        return line(new CommandEnvironment(environment), out, err)
                .setParameterExceptionHandler((wrong, given) -> {
                    err.println(name + wrong(wrong));
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failed, command, parsed) -> {
                    err.println(name + failed(failed));
                    return isWrittenWrongly(failed) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments.toArray(String[]::new));
    }

    static CommandLine line(CommandEnvironment settings, PrintStream out, PrintStream err) {
        return new CommandLine(new WorkerCommand())
                .addSubcommand(new MigrateCommand(settings, out, err))
                .addSubcommand(new TopicsCommand(settings, out, err))
                .addSubcommand(new DoctorCommand(settings, out))
                .addSubcommand(new BindCommand(settings, out, err))
                .addSubcommand(new EraseCommand(settings, out, err))
                .addSubcommand(new ReprocessCommand(settings, out, err))
                .addSubcommand(new DeadLetterCommand(settings, out, err))
                .addSubcommand(new ReplayCommand(settings, out, err))
                .addSubcommand(new BackfillCommand(settings, out, err))
                .addSubcommand(new ReconcileCommand(settings, out, err))
                .addSubcommand(new RefetchCommand(settings, out, err))
                .addSubcommand(new AnnounceCommand(settings, out, err))
                .addSubcommand(new SchemaCommand(settings, out))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                // What a terminal would obey is made visible on the way out, and so would be the colours.
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false);
    }

    private static String wrong(ParameterException wrong) {
        return "%s%s (see: %s --help)"
                .formatted(
                        wrong.getMessage(),
                        Likely.suggestion(wrong),
                        wrong.getCommandLine().getCommandSpec().qualifiedName());
    }

    /** A value or a setting, whoever noticed it: the remedy is to write something else. */
    private static boolean isWrittenWrongly(Exception failed) {
        return failed instanceof IllegalArgumentException && !(failed instanceof RefusedAsThingsAreException);
    }

    private static String failed(Exception failed) {
        return switch (failed) {
            case InterruptedException interrupted -> {
                Thread.currentThread().interrupt();
                yield "interrupted";
            }
            case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
            case SQLException refused -> "the database refused: " + CommandFailure.line(refused);
            case TransactionException refused -> "the database refused: " + CommandFailure.line(refused);
            case DataAccessException refused -> "the database refused: " + CommandFailure.line(refused);
            case FlywayException refused -> "the database refused: " + CommandFailure.line(refused);
            default -> CommandFailure.line(failed);
        };
    }

    @Override
    public void run() {
        CommandSpec own = spec;
        if (own == null) {
            return;
        }
        PrintWriter out = own.commandLine().getOut();
        if (outline) {
            out.print(CommandOutline.of(own));
            out.flush();
        } else {
            own.commandLine().usage(out);
        }
    }
}
