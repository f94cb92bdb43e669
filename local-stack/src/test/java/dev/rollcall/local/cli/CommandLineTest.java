package dev.rollcall.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.cli.StandInRepository.Result;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.SupervisorLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    Path directory;

    private StandInRepository repository = new StandInRepository(Path.of(""));

    @BeforeEach
    void build() throws IOException {
        repository = StandInRepository.in(directory);
    }

    @Test
    void showsItsCommandsWhenCalledAlone() {
        Result result = repository.run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains("up ", "down ", "status ", "env ", "query ", "simulate ", "migrate ", "topics ");
    }

    @Test
    void saysTheVersionOfThePom() {
        assertThat(repository.run("--version").output()).isEqualTo("Rollcall " + StandInRepository.VERSION + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "open", "env", "query", "psql", "send", "simulate"})
    void everyCommandHasHelp(String command) {
        Result result = repository.run((command + " --help").split(" ", -1));

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).startsWith("Usage: rollcall " + command).contains("--data-dir");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void listsChaosWhichIsAProgramOfItsOwn() {
        assertThat(repository.run("--help").output()).containsPattern("(?m)^ +chaos +\\S");

        Result result = repository.run("chaos", "--seed", "42");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).contains("./rollcall chaos --seed 42");
    }

    @ParameterizedTest
    @CsvSource({"statu,status", "up --detatch,--detach", "simulate --event 3,--events"})
    void suggestsWhatWasMeant(String typed, String meant) {
        Result result = repository.run(typed.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).hasLineCount(1).contains("did you mean", meant);
    }

    /** As of a variable that is empty: nothing was asked, and no rows are no answer. */
    @ParameterizedTest
    @ValueSource(strings = {"", " \n", " ; "})
    void nothingIsNoStatement(String sql) {
        for (String form : List.of("--csv", "--json")) {
            Result result = repository.run("query", form, sql);

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.output()).isEmpty();
            assertThat(result.errors()).hasLineCount(1).contains("no statement");
        }
    }

    /** What it reads is SQL as what is typed is; {@code WholeStackIT} sees the rows. */
    @ParameterizedTest
    @ValueSource(strings = {"query", "query -"})
    void readsStatementsFromStandardInput(String typed) throws Exception {
        Path input = Files.writeString(directory.resolve("input.sql"), " ;\n");
        Process query = repository
                .program(Map.of(), typed.split(" "))
                .redirectInput(input.toFile())
                .start();

        assertThat(new String(query.getErrorStream().readAllBytes(), UTF_8))
                .hasLineCount(1)
                .contains("no statement");
        assertThat(query.waitFor()).isEqualTo(2);

        Files.writeString(input, "select 1");
        Process stackless = repository
                .program(Map.of(), typed.split(" "))
                .redirectInput(input.toFile())
                .start();
        assertThat(new String(stackless.getErrorStream().readAllBytes(), UTF_8)).contains("no stack runs");
    }

    @Test
    void saysInOneLineThatNothingRunsAndWhatToDo() {
        for (String[] command : new String[][] {
            {"env"},
            {"query", "select 1"},
            {"migrate"},
            {"topics"},
            {"simulate"},
            {"doctor"},
            {"bind", "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S"},
            {"erase", "user_1"},
            {"reprocess"},
            {"dead-letters", "list"},
            {"dead-letters", "show", "3-1042"},
            {"dead-letters", "replay"},
            {"dead-letters", "discard", "--reason", "test send"},
            {"replay", "--from", "2026-11-01T00:00Z"},
            {"backfill"},
            {"reconcile"},
            {"refetch", "user_1"},
            {"schema", "prisma"}
        }) {
            Result result = repository.run(command);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output())
                    .as("%s may be evaluated by a shell", command[0])
                    .isEmpty();
            assertThat(result.errors())
                    .hasLineCount(1)
                    .contains("no stack runs in " + repository.dataDirectory(), "./rollcall up");
        }
    }

    /** What it takes only the worker says; see its own test, and {@code CommandsIT}. */
    @Test
    void passesOnWhatTheWorkerKnows() {
        assertThat(repository.run("--help").output())
                .contains(
                        "migrate ",
                        "topics ",
                        "doctor ",
                        "bind ",
                        "erase ",
                        "reprocess ",
                        "dead-letters ",
                        "replay ",
                        "schema ");
        Map<String, String> environment = Map.of("ROLLCALL_DATABASE_URL", "postgresql://of-another-server/app");

        Result result = repository.run(
                environment, "erase", "user_1", "--reason", "two words", "--data-dir", "/third", "--yes", "--rate=2");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.errors()).isEmpty();
        assertThat(repository.directory().resolve("passed-on"))
                .content()
                .isEqualTo("erase|user_1|--reason|two words|--yes|--rate=2");
    }

    @ParameterizedTest
    @CsvSource({
        "doctor, ROLLCALL_DATABASE_URL, postgresql://a@other:5/d, postgresql://sync:hidden@127.0.0.1:1/d",
        "migrate --check, ROLLCALL_DATABASE_URL, postgresql://a@other:5/d, postgresql://admin:hidden@127.0.0.1:1/d",
        "migrate --check, ROLLCALL_MIGRATION_DATABASE_URL, postgresql://a@other:5/d, postgresql://admin:hidden@127.0.0.1:1/d",
        "topics --some, KAFKA_BOOTSTRAP_SERVERS, other:5, 127.0.0.1:1"
    })
    void aStackThatIsTypedCountsMoreThanTheServersThatTheShellNames(
            String command, String variable, String ofTheShell, String ofTheStack) throws IOException {
        StandInStack.in(repository.dataDirectory(), ProcessHandle.current());
        Map<String, String> shell = Map.of(variable, ofTheShell);

        repository.run(shell, command.split(" "));
        assertThat(servers()).doesNotContain(ofTheStack);

        repository.run(shell, (command + " --data-dir=" + repository.dataDirectory()).split(" "));
        assertThat(servers()).contains(ofTheStack).doesNotContain(ofTheShell);
    }

    @Test
    void upRefusesAVariableThatARunningStackHasNot() throws IOException {
        StackHome home = StandInStack.in(repository.dataDirectory(), ProcessHandle.current());
        SupervisorLock ofTheSupervisor = SupervisorLock.tryTake(home).orElseThrow();
        try (ofTheSupervisor) {
            Result result = repository.run(Map.of("ROLLCALL_STORE_PRIVATE_METADATA", "false"), "up", "--detach");

            assertThat(result.exitCode()).as(result.output()).isEqualTo(2);
            assertThat(result.errors())
                    .hasLineCount(1)
                    .contains("runs with another ROLLCALL_STORE_PRIVATE_METADATA,", "./rollcall down");
            assertThat(repository.run("up", "--detach").errors()).doesNotContain("another");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "backfill,sk_test_hidden",
        "reconcile,sk_test_hidden",
        "refetch user_1,sk_test_hidden",
        "bind ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S,sk_test_hidden",
        "doctor,none",
        "erase user_1,none",
        "dead-letters list,none",
        "announce --table all,none"
    })
    void handsTheKeyOfClerksApiToWhatAsksClerkAndToNothingElse(String command, String seen) {
        Map<String, String> shell = Map.of(
                "ROLLCALL_DATABASE_URL", "postgresql://of-another-server/app", "CLERK_SECRET_KEY", "sk_test_hidden");

        assertThat(repository.run(shell, command.split(" ")).exitCode()).isEqualTo(7);

        assertThat(repository.directory().resolve("key")).content().isEqualTo(seen);
    }

    private List<String> servers() throws IOException {
        return Files.readAllLines(repository.directory().resolve("servers"));
    }

    @Test
    void addsToTheWorkersHelpWhereTheServersAreFound() {
        Result help = repository.run("erase", "--help");

        assertThat(help.exitCode()).isEqualTo(7);
        assertThat(help.output()).contains("--data-dir").doesNotContain("\u001b");
        assertThat(repository.directory().resolve("passed-on")).content().isEqualTo("erase|--help");
        assertThat(repository.run("topics", "--help").output()).contains("--kafka-bootstrap");
    }

    @Test
    void hasNothingToStopWhenNothingRuns() {
        Result result = repository.run("down");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).isEqualTo("Nothing runs in " + repository.dataDirectory() + ".\n");
        assertThat(repository.run("down", "--json").output())
                .isEqualTo("{\"data_dir\":\"" + repository.dataDirectory() + "\",\"stopped\":false}\n");
    }

    @Test
    void listsAllPartsAsStoppedWhenNothingRuns() {
        Result result = repository.run("status", "--json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "\"phase\":\"stopped\"",
                        "\"name\":\"postgres\"",
                        "\"name\":\"kafka\"",
                        "\"name\":\"gateway\"",
                        "\"name\":\"worker\"")
                .doesNotContain("healthy");
    }

    @Test
    void takesTheDataDirectoryFromTheEnvironmentOrTheFlag() {
        Map<String, String> environment = Map.of("ROLLCALL_DATA_DIR", "/somewhere/else");

        assertThat(repository.run(environment, "env").errors()).contains("no stack runs in /somewhere/else;");
        assertThat(repository.run(environment, "env", "--data-dir", "/third").errors())
                .contains("no stack runs in /third; start one with: ./rollcall up --data-dir /third\n");
        assertThat(repository
                        .run(environment, "env", "--data-dir", "/with blank")
                        .errors())
                .endsWith("./rollcall up --data-dir '/with blank'\n");
    }

    @Test
    void namesThePortInUseBeforeItStartsAnything() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Result result = repository.run(
                    "up",
                    "--gateway-port=" + other.getLocalPort(),
                    "--gateway-management-port=0",
                    "--worker-port=0",
                    "--postgres-port=0",
                    "--kafka-port=0");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.errors())
                    .isEqualTo(
                            "rollcall: port %d is in use by another program, choose another with --gateway-port (0 is any free one)\n"
                                    .formatted(other.getLocalPort()));
            assertThat(repository.dataDirectory()).as("made by this start").doesNotExist();

            Path kept = Files.createDirectories(repository.dataDirectory().resolve("secrets"));
            Files.writeString(kept.resolve("ops-token"), "of an earlier start");
            repository.run("up", "--gateway-port=" + other.getLocalPort());
            assertThat(kept.resolve("ops-token")).exists();
        }
    }

    @Test
    void refusesADatabaseUrlThatIsNoneWithoutRepeatingIt() {
        Result result = repository.run("up", "--database-url", "mysql://root:hidden@localhost/db");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .hasLineCount(1)
                .contains("postgresql://user:password@host:5432/database")
                .doesNotContain("hidden");
    }

    @Test
    void takesNoPasswordInAnArgumentOfTheProcessThatStays() {
        Result result = repository.run("up", "--database-url", "postgresql://admin:hidden@127.0.0.1:1/db");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors())
                .hasLineCount(1)
                .contains("everyone on this machine can read", "ROLLCALL_MIGRATION_DATABASE_URL=")
                .doesNotContain("hidden");
    }

    @Test
    void takesThePasswordOutOfTheArgumentsOfTheProcessThatStays() {
        String url = "postgresql://admin:hidden@127.0.0.1:1/db";

        assertThat(GivenSecrets.isWithPassword(url, List.of("up", "--database-url", url)))
                .isTrue();
        assertThat(GivenSecrets.isWithPassword(url, List.of("up", "@file"))).isFalse();
        assertThat(GivenSecrets.without(url, List.of("up", "--database-url", url, "--detach")))
                .containsExactly("up", "--detach");
        assertThat(GivenSecrets.without(url, List.of("up", "--database-url=" + url, "--demo")))
                .containsExactly("up", "--demo");
    }

    @ParameterizedTest
    @CsvSource({
        "foo,is too short to be a signing secret (2 bytes)",
        "whsec_Zm9v,is too short to be a signing secret (3 bytes)",
        "sk_test_abcdefghijklmnopqrstuvwxyz012345,is an API key of Clerk (sk_...)",
        "pk_live_abcdefghijklmnopqrstuvwxyz012345,is an API key of Clerk (pk_...)",
        "'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,whsec_?',is not base64"
    })
    void refusesWhatIsNoSigningSecretBeforeItStartsAnything(String secret, String why) {
        Result result = repository.run(
                Map.of("CLERK_WEBHOOK_SIGNING_SECRET", secret), "up", "--gateway-port=0", "--postgres-port=0");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .hasLineCount(1)
                .contains("CLERK_WEBHOOK_SIGNING_SECRET " + why, "whsec_...")
                .doesNotContain("abcdefghijkl", "MfKQ9r8");
        assertThat(repository.dataDirectory()).doesNotExist();
    }

    @Test
    void refusesWhatIsNoInstanceBeforeItStartsAnything() {
        for (Result result : List.of(
                repository.run("up", "--instance-id", "foo"),
                repository.run(Map.of("CLERK_INSTANCE_ID", "user_2abc"), "up"))) {
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.errors()).hasLineCount(1).contains("--instance-id (CLERK_INSTANCE_ID)", "ins_");
        }
        assertThat(repository.dataDirectory()).doesNotExist();
    }

    @Test
    void asksServersThatItWasGivenBeforeItStartsAnything() {
        String[] up = {
            "up",
            "--gateway-port=0",
            "--gateway-management-port=0",
            "--worker-port=0",
            "--postgres-port=0",
            "--kafka-port=0"
        };

        Result database = repository.run(
                Map.of("ROLLCALL_MIGRATION_DATABASE_URL", "postgresql://admin:hidden@127.0.0.1:1/db"), up);
        assertThat(database.exitCode()).isEqualTo(1);
        assertThat(database.errors())
                .hasLineCount(1)
                .contains("--database-url: admin@127.0.0.1:1/db cannot be used", "refused")
                .doesNotContain("hidden");
        assertThat(database.output()).isEmpty();

        List<String> kafka = new ArrayList<>(List.of(up));
        kafka.add("--kafka-bootstrap=127.0.0.1:1");
        Result none = repository.run(kafka.toArray(String[]::new));
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.errors())
                .hasLineCount(1)
                .contains("--kafka-bootstrap: 127.0.0.1:1 cannot be used: it does not answer within");
        assertThat(repository.dataDirectory().resolve("postgres")).doesNotExist();
    }

    @Test
    void kafkasClientSettingsBelongToAKafkaThatIsNamedAndToAFileThatIsThere() throws IOException {
        Path file = Files.writeString(repository.directory().resolve("kafka.properties"), "security.protocol=SSL\n");
        Result alone = repository.run("up", "--detach", "--kafka-properties=" + file);
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.errors()).hasLineCount(1).contains("--kafka-bootstrap HOSTS");

        Result missing =
                repository.run("up", "--detach", "--kafka-bootstrap=127.0.0.1:1", "--kafka-properties=" + file + ".no");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.errors()).hasLineCount(1).contains("kafka.properties.no is no file that can be read");

        repository.run(
                Map.of("ROLLCALL_DATABASE_URL", "postgresql://x@h/d"),
                "doctor",
                "--kafka-properties=" + file,
                "--json");
        assertThat(repository.directory().resolve("passed-on"))
                .as("the worker has it from its environment")
                .content()
                .isEqualTo("doctor|--json");
    }

    @Test
    void readsTheAdministratorsPasswordFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from-a-file\n");
        GivenSecrets given = new GivenSecrets(new Surroundings(
                directory,
                Map.of(
                        "ROLLCALL_MIGRATION_DATABASE_URL",
                        "postgresql://admin@db:5432/app",
                        "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE",
                        file.toString()),
                new Terminal(System.out, System.err, false, 80)));

        assertThat(given.administrator(null).orElseThrow().password()).isEqualTo("from-a-file");
        assertThatThrownBy(() -> given.administrator("postgresql://admin:hidden@db:5432/app"))
                .hasMessageContaining("not both")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void refusesADirectoryThatOthersCanChange() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        Result result = repository.run("up", "--data-dir", open.resolve("data").toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).hasLineCount(1).contains(open + " can be changed by others", "chmod go-w");
    }

    @Test
    void saysWhatToWriteInsteadOfADirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "taken");

        Result impossible = repository.run("up", "--data-dir", "/proc/foo");
        Result taken = repository.run("up", "--data-dir", file.toString());

        assertThat(impossible.exitCode()).isEqualTo(1);
        assertThat(impossible.errors())
                .hasLineCount(1)
                .contains("the data directory /proc/foo cannot be made", "--data-dir ~/.rollcall");
        assertThat(taken.errors()).hasLineCount(1).contains(file.toString()).doesNotContain("Exception");
    }

    @Test
    void saysHowToBuildWhatIsMissing() throws IOException {
        Files.delete(repository.jar("sync-worker"));

        Result result = repository.run(
                "up",
                "--gateway-port=0",
                "--gateway-management-port=0",
                "--worker-port=0",
                "--postgres-port=0",
                "--kafka-port=0");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).hasLineCount(1).contains("sync-worker", "mvn -DskipTests package");
    }

    @Test
    void quotesForTheShell() {
        assertThat(EnvCommand.quoted("a'b $c \"d\"")).isEqualTo("'a'\\''b $c \"d\"'");
    }
}
