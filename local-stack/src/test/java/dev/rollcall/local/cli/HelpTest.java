package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.cli.StandInRepository.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What somebody reads who does not know the command line yet. */
class HelpTest {

    private static final int COLUMNS = 80;

    @TempDir
    Path directory;

    private StandInRepository repository = new StandInRepository(Path.of(""));

    @BeforeEach
    void build() throws IOException {
        repository = StandInRepository.in(directory);
    }

    static Stream<String> commands() {
        Surroundings nowhere = new Surroundings(Path.of(""), Map.of(), Terminal.ofThisProcess());
        CommandLine all = Rollcall.commands(nowhere);
        // The script starts another program for chaos.
        return all.getSubcommands().keySet().stream().filter(name -> !name.equals("chaos"));
    }

    /** A line that the terminal or the help breaks cannot be copied. */
    @ParameterizedTest
    @MethodSource("commands")
    void fitsIntoEightyColumnsAndCanBePasted(String command) {
        requireReadable(repository.run("help", command).output());
        requireReadable(repository.run(command, "--help").output());
    }

    @Test
    void theListOfCommandsFitsToo() {
        Result list = repository.run("help");

        requireReadable(list.output());
        assertThat(list.exitCode()).isZero();
        assertThat(list.output()).isEqualTo(repository.run("--help").output()).contains("Exit codes:");
    }

    private static void requireReadable(String help) {
        List<String> lines = help.lines().toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        assertThat(lines)
                .as("the start of a command at the end of a line")
                .noneMatch(line -> line.matches(".*[ (]\\."));
        assertThat(lines).as("the rest of it").noneMatch(line -> line.strip().startsWith("/rollcall"));
    }

    @Test
    void sendAndUpSayWhatReallyHappens() {
        assertThat(repository.run("send", "--help").output().replaceAll("\\s+", " "))
                .contains(
                        "default: the running stack's; with --url that of $CLERK_WEBHOOK_SIGNING_SECRET where it is set",
                        "what --data does not name is invented anew");
        assertThat(repository.run("up", "--help").output().replaceAll("\\s+", " "))
                .contains("an https:// one (Clerk posts to no other)");
    }

    /** What the worker's commands take is the worker's: it has the same test. */
    @Test
    void everyCommandThatTellsSomethingTellsItToProgramsToo() {
        Map<String, String> reasons = Map.of(
                "up", "it stays in the foreground; status --json and env --json tell of what it started",
                "logs", "prints the lines of logs as they are",
                "open", "starts a browser",
                "psql", "another program's output",
                "completion", "a script for the shell",
                "help", "for people");
        Surroundings nowhere = new Surroundings(Path.of(""), Map.of(), Terminal.ofThisProcess());
        List<String> without = Rollcall.commands(nowhere).getSubcommands().entrySet().stream()
                .filter(command -> !(command.getValue().getCommand() instanceof PassedOn))
                .filter(command -> !(command.getValue().getCommand() instanceof ChaosElsewhere))
                .filter(command -> command.getValue().getCommandSpec().findOption("--json") == null)
                .map(Map.Entry::getKey)
                .toList();

        assertThat(without).containsExactlyInAnyOrderElementsOf(reasons.keySet());
    }

    @Test
    void showsTheWorkersHelpForTheWorkersCommands() throws IOException {
        repository.run("help", "dead-letters", "replay");

        assertThat(repository.directory().resolve("passed-on")).content().isEqualTo("dead-letters|replay|--help");
    }

    @Test
    void refusesHelpOfWhatIsNoCommand() {
        Result none = repository.run("help", "console");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.errors()).hasLineCount(1).contains("console");
    }

    @Test
    void saysItsVersionAlsoForPrograms() {
        assertThat(repository.run("version").output())
                .startsWith("Rollcall " + StandInRepository.VERSION + " (Java 25");
        assertThat(repository.run("version", "--json").output())
                .startsWith("{\"version\":\"" + StandInRepository.VERSION + "\",\"java\":\"25");
    }

    @Test
    void completesInBash() throws Exception {
        Path script = completion();

        assertThat(completed(script, "sta")).containsExactly("status");
        assertThat(completed(script, "up", "--det")).containsExactly("--detach");
    }

    /** The stand-in for the worker tells of less than the worker, and of a command that is not passed on. */
    @Test
    void completesWhatTheWorkerTells() throws Exception {
        Path script = completion();

        assertThat(completed(script, "schema", "")).containsExactly("prisma", "drizzle");
        assertThat(completed(script, "dead-letters", "")).containsExactly("discard");
        assertThat(completed(script, "dead-letters", "discard", "--"))
                .contains("--reason", "--data-dir", "--kafka-properties");
        assertThat(completed(script, "schema", "--")).contains("--data-dir").doesNotContain("--reason");
        assertThat(script).content().doesNotContain("later-release", "--unknown-here");
    }

    @Test
    void completesWhatItKnowsItselfWhereNoWorkerTells() throws Exception {
        Files.delete(repository.jar("sync-worker"));
        assertThat(completed(completion(), "schema", "--"))
                .containsExactlyInAnyOrder("--data-dir", "--kafka-properties");

        Files.writeString(repository.jar("sync-worker"), "no jar");
        assertThat(completed(completion(), "schema", "--"))
                .containsExactlyInAnyOrder("--data-dir", "--kafka-properties");
    }

    private Path completion() throws IOException {
        Result printed = repository.run("completion");
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.errors()).isEmpty();
        return Files.writeString(directory.resolve("completion"), printed.output());
    }

    /** What bash offers for the last of the words. */
    private static List<String> completed(Path script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(./rollcall \"$@\"); COMP_CWORD=$#; COMP_LINE=\"${COMP_WORDS[*]}\";"
                        + " _complete_rollcall 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"",
                script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return completed.lines().map(String::strip).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eras", "erasee", "dwon", "bnd", "repaly", "reproces", "consol", "versions-of-it", "console"})
    void neverSuggestsWhatTakesSomethingAwayAndNothingFar(String typed) {
        Result wrong = repository.run(typed);

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.errors()).hasLineCount(1).doesNotContain("did you mean");
    }

    @ParameterizedTest
    @CsvSource({
        "satus,status",
        "quary,query",
        "simulte,simulate",
        "versoin,version",
        "docter,doctor",
        "status --jsno,--json"
    })
    void suggestsWhatIsASlipAway(String typed, String meant) {
        assertThat(repository.run(typed.split(" ", -1)).errors()).contains("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simulate --faults nonsense --secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw --url http://127.0.0.1:1",
                "up --gateway-port 99999",
                "logs nothing"
            })
    void callsWhatIsTypedWrongAUsageError(String typed) {
        assertThat(repository.run(typed.split(" ", -1)).exitCode()).isEqualTo(2);
    }
}
