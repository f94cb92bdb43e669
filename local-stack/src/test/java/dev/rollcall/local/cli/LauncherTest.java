package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./rollcall} itself, in a repository that is not the real one, with a Maven and a Java that only tell. */
class LauncherTest {

    private static final List<String> MODULES = List.of(
            "shared-model",
            "shared-startup",
            "clerk-simulator",
            "local-stack",
            "ingest-gateway",
            "sync-worker",
            "proving-ground");

    /** Writes what a build would, or is cut off in the midst of it. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "built $*" >>"$TOLD/maven"
            tr '\\0' ' ' </proc/$$/environ >"$TOLD/maven-environment" 2>/dev/null
            mkdir -p local-stack/target/lib
            for module in shared-model shared-startup clerk-simulator local-stack ingest-gateway sync-worker; do
              mkdir -p $module/target
              echo "$BUILD" >$module/target/$module-7.8.9.jar
              [ "$BUILD" != interrupted ] || { echo $$ >"$TOLD/hangs"; exec sleep 300; }
            done
            for module in ingest-gateway sync-worker; do
              echo "$BUILD" >$module/target/$module-7.8.9-app.jar
            done
            case $* in
              *proving-ground*)
                mkdir -p proving-ground/target
                echo "$BUILD" >proving-ground/target/proving-ground-7.8.9.jar
                ;;
            esac
            for library in shared-model-7.8.9 clerk-simulator-7.8.9 picocli-4; do
              echo "$BUILD" >local-stack/target/lib/$library.jar
            done
            """;

    /** Says how it was called, as everyone on the machine can read it, and what it was given besides. */
    private static final String JAVA = """
            #!/bin/sh
            tr '\\0' '\\n' </proc/$$/cmdline >"$TOLD/java"
            echo "url=${ROLLCALL_GIVEN_DATABASE_URL:-} secret=${ROLLCALL_GIVEN_SECRET:-}"
            for argument in "$@"; do
              case $argument in
                -Drollcall.build=*) echo "runs $(cat "${argument#*=}/lib/local-stack-7.8.9.jar")" ;;
              esac
            done
            """;

    @TempDir
    Path directory;

    private Path home = Path.of("");
    private Path told = Path.of("");
    private String build = "first";

    private record Result(int exitCode, String output, String errors) {}

    @BeforeEach
    void makeARepository() throws IOException {
        home = Files.createDirectory(directory.resolve("repository"));
        told = Files.createDirectory(directory.resolve("told"));
        Path script = Path.of("..", "rollcall").toAbsolutePath().normalize();
        Files.copy(script, home.resolve("rollcall"), StandardCopyOption.COPY_ATTRIBUTES);
        write(
                home.resolve("pom.xml"),
                "<project>\n  <version>7.8.9</version>\n  <x><version>1.0</version></x>\n</project>\n");
        for (String module : MODULES) {
            write(home.resolve(module).resolve("pom.xml"), "");
            write(home.resolve(module).resolve("src/main/Source.java"), "");
        }
        write(
                home.resolve("shared-startup/src/main/Words.java"),
                Stream.of(
                                "up simulate doctor migrate chaos",
                                "--detach --demo --seed --verify --secret --database-url --kafka-bootstrap --data-dir")
                        .flatMap(words -> Stream.of(words.split(" ")))
                        .collect(Collectors.joining("\", \"", "\"", "\"")));
        executable(directory.resolve("bin/mvn"), MAVEN);
        executable(directory.resolve("jdk/bin/java"), JAVA);
        executable(directory.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        write(directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    @Test
    void buildsOnceAndAgainOnlyWhenASourceIsNewer() throws Exception {
        assertThat(run("simulate").output()).contains("runs first");
        build = "second";
        assertThat(run("simulate").output()).contains("runs first");
        assertThat(builds()).isEqualTo(1);

        change("sync-worker/src/main/Source.java");

        assertThat(run("simulate").output()).contains("runs second");
        assertThat(run("doctor").output()).contains("runs second");
        assertThat(builds()).isEqualTo(2);
    }

    /** Who mistyped waits for no build; a word that came into the sources since the last one is known. */
    @Test
    void saysBeforeABuildThatNoSourceKnowsAWord() throws Exception {
        for (int built = 0; built < 2; built++) {
            Result option = run("up", "--detach", "--kafka-bootsrap=k:9092");
            assertThat(option.exitCode()).isEqualTo(2);
            assertThat(option.errors())
                    .isEqualTo("rollcall: Unknown option: '--kafka-bootsrap' (see: ./rollcall up --help)\n");
            Result command = run("simulat", "--seed", "7");
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(command.errors())
                    .isEqualTo("rollcall: Unmatched argument at index 0: 'simulat' (see: ./rollcall --help)\n");
            assertThat(builds()).isEqualTo(built);

            run("simulate");
            change("sync-worker/src/main/Source.java");
        }
        build = "second";
        write(home.resolve("proving-ground/src/main/New.java"), "names = \"--of-this-tree\"");
        assertThat(run("up", "--of-this-tree=7").exitCode())
                .as("nothing of it is in what up runs")
                .isEqualTo(2);
        write(home.resolve("sync-worker/src/main/New.java"), "names = \"--of-this-tree\"");
        assertThat(run("up", "--of-this-tree=7").output()).contains("runs second");
        change("sync-worker/src/main/Source.java");
        build = "third";
        assertThat(run("doctor", "--seed", "7", List.of("-x", "--Else=1", "--a1", "--", "--detahc"))
                        .output())
                .as("what is no word that an option could be is the command line's to judge")
                .contains("runs third");
    }

    @Test
    void buildsWhatBreaksSystemsForChaosAlone() throws Exception {
        run("up", "--detach");
        assertThat(Files.readString(told.resolve("maven"))).doesNotContain("proving-ground");
        assertThat(Files.readString(told.resolve("java"))).doesNotContain("proving-ground", "/chaos/");
        build = "second";

        assertThat(run("chaos", "--seed", "7").output()).contains("runs second");
        assertThat(Files.readString(told.resolve("maven"))).contains("proving-ground");
        assertThat(Files.readString(told.resolve("java")))
                .contains("/chaos/*:")
                .endsWith("dev.rollcall.proving.chaos.ChaosCommand\n--seed\n7\n");
        assertThat(run("chaos").output()).contains("runs second");
        assertThat(run("simulate").output()).contains("runs second");
        assertThat(builds()).isEqualTo(2);

        change("proving-ground/src/main/Source.java");
        build = "third";
        assertThat(run("simulate").output()).contains("runs second");
        assertThat(run("chaos").output()).contains("runs third");
        assertThat(builds()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "down", "env", "query", "completion"})
    void neverBuildsForACommandAboutWhatRunsOrForAShellThatStarts(String command) throws Exception {
        Result nothing = run(command);
        assertThat(nothing.exitCode()).isEqualTo(command.equals("down") ? 0 : 1);
        assertThat(nothing.output() + nothing.errors()).hasLineCount(1).contains("nothing is built here yet");
        assertThat(builds()).isZero();

        run("simulate");
        change("local-stack/src/main/Source.java");

        assertThat(run(command).output()).contains("runs first");
        assertThat(builds()).isEqualTo(1);
    }

    /** Whoever reads it as JSON need not know that nothing is built yet. */
    @Test
    void downAnswersInJsonBeforeAnythingIsBuilt() throws Exception {
        Result nothing = run("down", "--json", "--data-dir", "/nowhere/a \"b\\c");
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.output().strip()).isEqualTo("{\"data_dir\":\"/nowhere/a \\\"b\\\\c\",\"stopped\":false}");
    }

    @Test
    void takesWhatMavenHasBuilt() throws Exception {
        builder(directory.resolve("bin/mvn").toString())
                .directory(home.toFile())
                .start()
                .waitFor();

        assertThat(run("status").output()).contains("runs first");
        assertThat(run("simulate").output()).contains("runs first");
        assertThat(builds()).isEqualTo(1);
    }

    /** As it is unpacked: jars beside the script, and no source. */
    @Test
    void aReleasesArchiveIsNeverBuilt() throws Exception {
        Path archive = Files.createDirectory(directory.resolve("archive"));
        Files.copy(home.resolve("rollcall"), archive.resolve("rollcall"), StandardCopyOption.COPY_ATTRIBUTES);
        write(archive.resolve("jars/lib/local-stack-7.8.9.jar"), "released");
        home = archive;

        for (String command : List.of("up", "simulate", "migrate", "status", "query", "--version", "help")) {
            assertThat(run(command).output()).as(command).contains("runs released");
        }
        assertThat(Files.readString(told.resolve("java")))
                .contains("-cp\n" + archive.toRealPath() + "/jars/lib/*\n")
                .contains("-Drollcall.build=" + archive.toRealPath() + "/jars\n");
        Result chaos = run("chaos");
        assertThat(chaos.exitCode()).isOne();
        assertThat(chaos.errors()).hasLineCount(1).contains("chaos is no part of a release");
        assertThat(builds()).isZero();
        assertThat(archive.resolve(".rollcall-build")).doesNotExist();
    }

    @Test
    void anInterruptedBuildLeavesTheFormerOneUsable() throws Exception {
        run("simulate");
        change("local-stack/src/main/Source.java");
        build = "interrupted";
        Process interrupted =
                builder(home.resolve("rollcall").toString(), "simulate").start();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (Files.notExists(told.resolve("hangs")) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(home.resolve("local-stack/target/lib/picocli-4.jar")).doesNotExist();
        // As Ctrl-C does: to the script and to all that it started.
        interrupted.descendants().forEach(ProcessHandle::destroy);
        interrupted.destroy();
        assertThat(interrupted.waitFor(1, TimeUnit.MINUTES)).isTrue();

        build = "third";
        for (String command : List.of("status", "down", "env", "query")) {
            assertThat(run(command).output()).as(command).contains("runs first");
        }
        assertThat(builds()).isEqualTo(2);
        assertThat(run("simulate").output()).contains("runs third");
    }

    @Test
    void aRunningStackKeepsTheCopyThatItWasStartedFrom() throws Exception {
        run("simulate");
        Path data = Files.createDirectory(directory.resolve("data"));
        Path copies = home.resolve(".rollcall-build");
        write(data.resolve("build"), Files.readString(copies.resolve("current")));
        write(
                data.resolve("run.json"),
                "{\"supervisor\":{\"pid\":" + ProcessHandle.current().pid() + ",\"started\":\"\"}}");
        build = "second";
        change("sync-worker/src/main/Source.java");
        assertThat(run("simulate").output()).contains("runs second");
        change("local-stack/src/main/Source.java");

        for (String command : List.of("status", "down", "env", "query", "doctor", "up")) {
            assertThat(run(command, "--data-dir", data.toString()).output())
                    .as(command)
                    .contains("runs first");
            assertThat(run(command, "--data-dir=" + data).output()).contains("runs first");
        }
        assertThat(builds()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "a b", "", "/tmp"})
    void takesNoCopyFromAnywhereElse(String name) throws Exception {
        run("simulate");
        Path data = Files.createDirectory(directory.resolve("data"));
        write(data.resolve("build"), name);
        write(
                data.resolve("run.json"),
                "{\"supervisor\":{\"pid\":" + ProcessHandle.current().pid() + ",\"started\":\"\"}}");

        assertThat(run("status", "--data-dir", data.toString()).output()).contains("runs first");
    }

    @Test
    void movesPasswordsOutOfTheArguments() throws Exception {
        String url = "postgresql://admin:S3cretAdmin@db.example.com:5432/app?sslmode=require";
        for (List<String> typed : List.of(List.of("--database-url", url), List.of("--database-url=" + url))) {
            Result result = run("up", "--detach", typed, "--kafka-bootstrap", "k 1:9092");

            assertThat(result.output()).contains("url=" + url + " secret=");
            assertThat(result.errors())
                    .contains("ROLLCALL_MIGRATION_DATABASE_URL")
                    .doesNotContain("S3cretAdmin");
            assertThat(Files.readString(told.resolve("java")))
                    .doesNotContain("S3cretAdmin")
                    .endsWith("Rollcall\nup\n--detach\n--kafka-bootstrap\nk 1:9092\n");
        }
        assertThat(Files.readString(told.resolve("maven-environment"))).doesNotContain("S3cretAdmin");

        Result simulated = run("simulate", "--seed", "7", List.of("--secret", "whsec_S3cret"), "--verify");
        assertThat(simulated.output()).contains("secret=whsec_S3cret");
        assertThat(Files.readString(told.resolve("java")))
                .doesNotContain("S3cret")
                .endsWith("Rollcall\nsimulate\n--seed\n7\n--verify\n");
    }

    @Test
    void leavesOtherArgumentsAsTheyWere() throws Exception {
        Result result = run("query", "select '--secret=x', 1\n", List.of("--csv"), "");

        assertThat(result.exitCode()).isOne();
        run("simulate");
        run("query", "select '--secret=x', 1\n", List.of("--csv"), "");
        assertThat(Files.readString(told.resolve("java")))
                .endsWith("Rollcall\nquery\nselect '--secret=x', 1\n\n--csv\n\n");
        Result noPassword = run("up", "--demo", List.of("--database-url=postgresql://admin@db:5432/app"), "--detach");
        assertThat(noPassword.errors()).doesNotContain("password");
        assertThat(noPassword.output()).contains("url=postgresql://admin@db:5432/app");
    }

    private Result run(String first, String second, List<String> more, String... rest) throws Exception {
        return run(Stream.of(Stream.of(first, second), more.stream(), Stream.of(rest))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private Result run(String first, String second, String third, List<String> more, String... rest) throws Exception {
        return run(Stream.of(Stream.of(first, second, third), more.stream(), Stream.of(rest))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private Result run(String... arguments) throws Exception {
        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        Process process = builder(
                        Stream.concat(Stream.of(home.resolve("rollcall").toString()), Stream.of(arguments))
                                .toArray(String[]::new))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Result(process.waitFor(), Files.readString(output), Files.readString(errors));
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROLLCALL_") || name.startsWith("CLERK_"));
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        directory.resolve("bin") + ":" + System.getenv("PATH"),
                        "JAVA_HOME",
                        directory.resolve("jdk").toString(),
                        "TOLD",
                        told.toString(),
                        "BUILD",
                        build));
        return builder;
    }

    private long builds() throws IOException {
        Path file = told.resolve("maven");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    /** What is built by now becomes half an hour old, since what happens within the same tick is not newer. */
    private void change(String source) throws IOException {
        FileTime built = FileTime.from(Instant.now().minus(Duration.ofMinutes(30)));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(path -> path.toString().endsWith("/built")
                            || path.toString().endsWith(".jar"))
                    .toList()) {
                Files.setLastModifiedTime(file, built);
            }
        }
        Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.now()));
    }

    private static void executable(Path file, String script) throws IOException {
        write(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        // Before every build, however soon that is.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
}
