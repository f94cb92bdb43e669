package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.startup.command.CommandOutline;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class WorkerCommandTest {

    private static final List<String> COMMANDS = List.of(
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

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void listsItsCommands() {
        assertThat(run("--help")).isZero();
        assertThat(COMMANDS).allSatisfy(command -> {
            assertThat(WorkerCommand.isCommand(command)).isTrue();
            assertThat(output()).containsPattern("(?m)^  " + command + " +\\S");
        });
        assertThat(output().lines().filter(line -> line.matches("  [a-z].*"))).hasSameSizeAs(COMMANDS);
        assertThat(WorkerCommand.isCommand("--server.port=1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate",
                "topics",
                "doctor",
                "bind",
                "erase",
                "reprocess",
                "dead-letters",
                "dead-letters list",
                "dead-letters show",
                "dead-letters replay",
                "dead-letters discard",
                "replay",
                "backfill",
                "reconcile",
                "refetch",
                "announce",
                "schema"
            })
    void everyCommandHasHelpWithoutColours(String command) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();
        assertThat(output())
                .startsWith("Usage: rollcall " + command)
                .contains("--help")
                .doesNotContain("\u001b");
        assertThat(errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "erase,rollcall erase: Missing required parameter: 'ID'",
        "erase user_1 --yse,--yse",
        "bind ins_1 --yes many,--yes",
        "bind ins_1 --yes,'--yes wants the number of rows that go, so that nothing else does: \"bind ins_1\" shows it'",
        "dead-letters discard --yes,--reason",
        "dead-letters lits,list",
        "dead-letters replay --rate quickly,--rate",
        "replay,--from",
        "migrate --chekc,--check",
        "schema,TOOL",
        "schema hibernate,'[prisma, drizzle, typescript, shadow]'",
        "schema prisma --field projects,'ClerkOrganization: projects Project[]'",
        "schema drizzle --field ClerkUser:a,--field is for prisma only"
    })
    void saysInOneLineWhatIsWrongWithTheCommandLine(String typed, String said) {
        assertThat(run(typed.split(" ", -1))).isEqualTo(2);
        assertThat(output()).isEmpty();
        assertThat(errors()).hasLineCount(1).startsWith("rollcall ").contains(said, "--help");
    }

    @ParameterizedTest
    @CsvSource({
        "erase user_1 --jsno,--json",
        "dead-letters lits,list",
        "dead-letters list --sicne today,--since",
        "announce --table users --edned,--ended"
    })
    void suggestsWhatIsASlipAway(String typed, String meant) {
        run(typed.split(" ", -1));
        assertThat(errors()).contains("; did you mean " + meant + "?");
    }

    /** A suggestion is copied without a thought. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "erase user_1 --ye",
                "erase user_1 --yse",
                "dead-letters replay --yess",
                "dead-letters discrad",
                "reconcile --repiar",
                "reconcile --end-extr",
                "migrate --take-role",
                "migrate --reset-password"
            })
    void neverSuggestsWhatTakesSomethingAway(String typed) {
        assertThat(run(typed.split(" ", -1))).isEqualTo(2);
        assertThat(errors()).hasLineCount(1).doesNotContain("did you mean");
    }

    /** For {@code ./rollcall completion}, which reads no help. */
    @Test
    void tellsWhatEveryCommandTakes() {
        assertThat(WorkerCommand.isCommand(CommandOutline.OPTION)).isTrue();
        assertThat(run(CommandOutline.OPTION)).isZero();
        CommandSpec told = CommandOutline.read(output());

        assertThat(told.subcommands()).containsOnlyKeys(COMMANDS);
        assertThat(of(told, "backfill").optionsMap()).containsKeys("--except", "--tables", "--rate", "--json");
        assertThat(of(told, "dead-letters").subcommands()).containsOnlyKeys("list", "show", "replay", "discard");
        assertThat(of(of(told, "dead-letters"), "discard").optionsMap()).containsKeys("--reason", "--since", "--yes");
        assertThat(of(told, "schema").positionalParameters().getFirst().completionCandidates())
                .contains("prisma", "shadow");
        assertThat(of(told, "doctor").findOption("--as").completionCandidates()).contains("operator");
        assertThat(output()).doesNotContain(CommandOutline.OPTION);
        output.reset();

        run("--help");
        assertThat(output()).as("it is not for people").doesNotContain(CommandOutline.OPTION);
    }

    private static CommandSpec of(CommandSpec told, String command) {
        return told.subcommands().get(command).getCommandSpec();
    }

    /** Programs read what people read. */
    @Test
    void everyCommandThatTellsSomethingTellsItToProgramsToo() {
        Map<String, String> reasons = Map.of("schema", "what it prints is another program's source already");
        List<String> without = new ArrayList<>();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        withoutJson(WorkerCommand.line(new CommandEnvironment(Map.of()), nowhere, nowhere), without);

        assertThat(without).containsExactlyInAnyOrderElementsOf(reasons.keySet());
    }

    /** Those that do something themselves and do not only group others. */
    private static void withoutJson(CommandLine command, List<String> into) {
        command.getSubcommands().forEach((name, own) -> {
            if (own.getSubcommands().isEmpty() && own.getCommandSpec().findOption("--json") == null) {
                into.add(name);
            }
            withoutJson(own, into);
        });
    }

    @Test
    void saysOneObjectToProgramsAndTheRestToPeople() {
        assertThat(run("topics", "--acl", "--json")).isZero();
        assertThat(output()).hasLineCount(1).startsWith("{\"commands\":[\"kafka-acls.sh --bootstrap-server HOST:PORT");
        assertThat(errors()).contains("# gateway\n", "kafka-acls.sh --bootstrap-server HOST:PORT");
    }

    /** Nothing is configured here, and nobody is asked. */
    @ParameterizedTest
    @CsvSource({
        "dead-letters list --entity zoe@x.y,an entity id is",
        "dead-letters list --code nope,there is no such code",
        "dead-letters list --since yesterday-ish,since has to be a time",
        "dead-letters replay --rate 0,the rate is 0",
        "replay --from 2026-11-02T00:00Z --to 2026-11-01T00:00Z,--to has to be later",
        "announce --table nothing,has no change topic; write all",
        "announce --table users --rate 0,the rate is 0",
        "announce --table all --id user_1,--id is of one table",
        "announce --table users --table organizations --id user_1,--id is of one table",
        "doctor,ROLLCALL_DATABASE_URL is not set",
        "erase user_1 --yes --dry-run,--yes and --dry-run",
        "backfill --except /nowhere/at-all,--except",
        "migrate,ROLLCALL_MIGRATION_DATABASE_URL",
        "reprocess,ROLLCALL_DATABASE_URL"
    })
    void aWrongValueOrSettingEndsWithTwo(String typed, String said) {
        assertThat(run(typed.split(" ", -1))).as(errors()).isEqualTo(2);
        assertThat(output()).isEmpty();
        assertThat(errors()).hasLineCount(1).startsWith("rollcall ").contains(said);
    }

    @Test
    void anErasureSaysFirstWhatItWouldEnd() {
        assertThat(run("erase", "--help")).isZero();
        assertThat(output()).contains("--yes", "--dry-run", "--reason", "--unseen", "Without --yes it only says what");
    }

    @Test
    void theGroupAloneShowsItsCommands() {
        assertThat(run("dead-letters")).isZero();
        assertThat(output()).contains("list", "show", "replay", "discard");
    }

    @Test
    void takesNoArgumentsFromFilesAndShowsWhatATerminalWouldObey() {
        assertThat(run("dead-letters", "show", "@nowhere")).isEqualTo(2);
        assertThat(errors()).contains("write the id of a dead letter");
        errors.reset();

        assertThat(run("dead-letters", "\u001b[2J")).isEqualTo(2);
        assertThat(errors()).hasLineCount(1).doesNotContain("\u001b");
    }

    private int run(String... arguments) {
        return WorkerCommand.run(
                Arrays.asList(arguments),
                Map.of(),
                TerminalStream.before(new PrintStream(output, true, StandardCharsets.UTF_8)),
                TerminalStream.before(new PrintStream(errors, true, StandardCharsets.UTF_8)));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
