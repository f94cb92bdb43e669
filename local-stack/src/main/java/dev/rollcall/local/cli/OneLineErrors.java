package dev.rollcall.local.cli;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.simulator.verify.VerificationException;
import dev.rollcall.startup.command.Likely;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Errors as one line on standard error. A stack trace appears only for a bug of ours. */
public final class OneLineErrors {

    private OneLineErrors() {}

    /** Lets a command line, with the subcommands that it has by now, write to this terminal. */
    public static CommandLine on(Terminal terminal, CommandLine commands) {
        return commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                // What a terminal would obey is made visible on the way out, and so would be the colours.
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((wrong, given) -> wrongArguments(terminal, wrong))
                .setExecutionExceptionHandler((failed, line, parsed) -> failed(terminal, failed));
    }

    /** With suggestions of what the user may have meant. */
    private static int wrongArguments(Terminal terminal, ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        terminal.complain(
                "rollcall: %s%s (see: ./%s --help)".formatted(wrong.getMessage(), Likely.suggestion(wrong), command));
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Terminal terminal, Exception failed) {
        terminal.endLive();
        switch (failed) {
            case CommandFailedException said -> terminal.complain("rollcall: " + said.getMessage());
            case StartFailedException said -> terminal.complain("rollcall: " + said.getMessage());
            case VerificationException said -> terminal.complain("rollcall: " + said.getMessage());
            case IllegalArgumentException said -> {
                terminal.complain("rollcall: " + said.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            case SQLException said -> terminal.complain("rollcall: " + oneLine(said));
            case FileSystemException said ->
                terminal.complain("rollcall: %s: %s"
                        .formatted(
                                said.getFile(), said.getClass().getSimpleName().replace("Exception", "")));
            case IOException said -> terminal.complain("rollcall: " + said);
            case InterruptedException stopped -> terminal.complain("rollcall: stopped");
            default -> {
                terminal.complain("rollcall: this is a bug; please report it with these lines:");
                terminal.complain(failed);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    static String oneLine(SQLException failed) {
        return String.valueOf(failed.getMessage()).replaceAll("\\s*\\R\\s*", " | ");
    }
}
