package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Applications;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./rollcall} passes on what the worker's jar does: the same commands, options, refusals and exit codes. */
class CommandsIT {

    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]*) +\\S");

    /** Of a help. */
    private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z][a-z-]*)");

    /** Of the script for a shell. */
    private static final Pattern COMPLETED = Pattern.compile("'(--[a-z][a-z-]*)'");

    private static final List<String> MODULES = List.of(
            "shared-model",
            "shared-startup",
            "clerk-simulator",
            "local-stack",
            "ingest-gateway",
            "sync-worker",
            "proving-ground");

    @TempDir
    Path directory;

    @Test
    void listsEveryCommandOfTheWorker() throws Exception {
        Set<String> ofTheWorker = commands(help());
        assertThat(ofTheWorker).contains("migrate", "topics", "erase");

        assertThat(commands(rollcall("--help").output())).containsAll(ofTheWorker);
    }

    @ParameterizedTest
    @CsvSource({
        "migrate,--take-roles,--database-url",
        "topics,--replication-factor,--kafka-bootstrap",
        "doctor,Exit code 1,--data-dir",
        "bind,INSTANCE,--data-dir",
        "erase,--unseen,--data-dir",
        "reprocess,ROLLCALL_DATABASE_URL,--data-dir",
        "dead-letters list,--entity,--data-dir",
        "dead-letters show,--values,--data-dir",
        "dead-letters replay,--rate,--data-dir",
        "dead-letters discard,--reason,--data-dir",
        "replay,--dry-run,--data-dir",
        "announce,--table,--data-dir",
        "backfill,--except,--data-dir",
        "reconcile,--repair,--data-dir",
        "refetch,CLERK_SECRET_KEY,--data-dir",
        "schema,--field,--data-dir"
    })
    void everyCommandHasOneHelp(String command, String ofTheWorker, String ofTheLauncher) throws Exception {
        RollcallCommand.Result result = rollcall((command + " --help").split(" ", -1));

        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output())
                .startsWith("Usage: rollcall " + command)
                .contains(ofTheWorker, "\nWhere ./rollcall finds the servers:\n", ofTheLauncher);
        assertThat(result.errors()).isEmpty();
        requireInSources(words(OPTION, result.output()));
    }

    /** Before it builds, the launcher asks the sources whether a word can be one. */
    @Test
    void everyCommandAndOptionIsAWordOfItsOwnInTheSources() throws Exception {
        String completion = rollcall("completion").output();
        Set<String> options = words(COMPLETED, completion);
        Set<String> commands = commands(rollcall("--help").output());
        assertThat(options).contains("--detach", "--kafka-bootstrap");
        assertThat(commands).contains("up", "help", "dead-letters");

        requireInSources(options);
        requireInSources(commands);
        requireInSources(words(OPTION, rollcall("chaos", "--help").output()));
    }

    @Test
    void completesInBashWhatTheWorkerTakes() throws Exception {
        RollcallCommand.Result completion = rollcall("completion");
        assertThat(completion.errors()).isEmpty();
        Path script = Files.writeString(directory.resolve("completion"), completion.output());

        assertThat(completed(script, "backfill", "--")).contains("--except", "--tables", "--json", "--data-dir");
        assertThat(completed(script, "dead-letters", ""))
                .containsExactlyInAnyOrder("discard", "list", "replay", "show");
        assertThat(completed(script, "dead-letters", "discard", "--r")).containsExactly("--reason");
        assertThat(completed(script, "schema", "p")).containsExactly("prisma");
        assertThat(completed(script, "query", "--v")).containsExactly("--value", "--version");
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
        assertThat(bash.waitFor()).as(completed).isZero();
        return completed.lines().map(String::strip).toList();
    }

    private static Set<String> words(Pattern pattern, String output) {
        return pattern.matcher(output).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static void requireInSources(Set<String> words) throws IOException {
        assertThat(words).isNotEmpty();
        Set<String> missing = new TreeSet<>(words);
        // picocli's own, which the launcher never asks for.
        missing.removeAll(Set.of("--help", "--version"));
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    missing.removeIf(word -> source.contains('"' + word + '"'));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithWhatWasTypedAsTheWorkerDoes() throws Exception {
        RollcallCommand.Result result = RollcallCommand.in(directory)
                .run(
                        Map.of("ROLLCALL_DATABASE_URL", "postgresql://of-another-server/app"),
                        "dead-letters",
                        "discard",
                        "--yes");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).hasLineCount(1).contains("--reason", "(see: rollcall dead-letters discard --help)");
    }

    private RollcallCommand.Result rollcall(String... arguments) throws Exception {
        return RollcallCommand.in(directory).run(arguments);
    }

    private static String help() throws Exception {
        Applications built = Applications.builtIn(Path.of("..").toAbsolutePath().normalize());
        Process process = new ProcessBuilder(built.worker().command("--help"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static Set<String> commands(String help) {
        return words(COMMAND, help);
    }
}
