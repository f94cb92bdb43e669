package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The worker's part of what {@code ./rollcall COMMAND --help} shows. */
class WorkerHelpTest {

    private static final int COLUMNS = 80;

    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        CommandLine line = WorkerCommand.line(new CommandEnvironment(Map.of()), System.out, System.err);
        line.getSubcommands().forEach((name, command) -> {
            all.add(List.of(name));
            command.getSubcommands().keySet().forEach(sub -> all.add(List.of(name, sub)));
        });
        return all.stream();
    }

    private static List<String> footer(List<String> command) {
        CommandLine line = WorkerCommand.line(new CommandEnvironment(Map.of()), System.out, System.err);
        for (String name : command) {
            line = line.getSubcommands().get(name);
        }
        return List.of(line.getCommandSpec().usageMessage().footer());
    }

    /** A command that is broken in two cannot be copied. */
    @ParameterizedTest
    @MethodSource("commands")
    void fitsIntoEightyColumnsAndCanBePasted(List<String> command) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");

        int exitCode = WorkerCommand.run(arguments, Map.of(), out, out);

        assertThat(exitCode).isZero();
        List<String> lines = shown.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        assertThat(footer(command))
                .as("a longer line is broken, and the next begins anew")
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS));
        assertThat(lines)
                .noneMatch(line -> line.matches(".*[ (]\\.") || line.strip().startsWith("/rollcall"));
    }
}
