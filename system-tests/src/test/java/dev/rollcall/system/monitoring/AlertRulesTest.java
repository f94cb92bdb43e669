package dev.rollcall.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.system.monitoring.RuleFile.AlertCase;
import dev.rollcall.system.monitoring.RuleFile.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each alert says what to do, and is shown to fire when it must and only then. */
class AlertRulesTest {

    /** Fires always, so it has no case in which it is quiet. */
    private static final String WATCHDOG = "RollcallWatchdog";

    private static final Path RUNBOOKS = RuleFile.ROOT.resolve("docs/runbooks");
    private static final List<Path> TESTS = List.of(
            RuleFile.ROOT.resolve("deploy/prometheus/tests/alerts.test.yml"),
            RuleFile.ROOT.resolve("deploy/prometheus/tests/slow-alerts.test.yml"));

    @TempDir
    Path directory;

    @Test
    void eachHasARunbookWithMeaningImpactDiagnosisAndMitigation() throws IOException {
        for (Rule alert : alerts()) {
            Path runbook = RUNBOOKS.resolve(alert.name() + ".md");
            assertThat(runbook).exists();
            assertThat(Files.readString(runbook))
                    .startsWith("# " + alert.name() + "\n\nSeverity: "
                            + alert.texts().get("severity") + ".")
                    .containsSubsequence(
                            "\n## Meaning\n", "\n## Impact\n", "\n## Diagnosis\n\n    ", "\n## Mitigation\n");
            assertThat(Files.readString(RUNBOOKS.resolve("README.md"))).contains("(" + alert.name() + ".md)");
        }
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("no runbook of an alert that is gone")
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(names().stream().map(name -> name + ".md"), Stream.of("README.md"))
                                    .toList());
        }
    }

    @Test
    void eachHasACaseThatFiresAndOneThatIsQuiet() throws IOException {
        List<AlertCase> cases = RuleFile.cases(TESTS);
        for (String name : names()) {
            assertThat(cases).contains(new AlertCase(name, true));
            if (!name.equals(WATCHDOG)) {
                assertThat(cases).contains(new AlertCase(name, false));
            }
        }
        assertThat(cases.stream().map(AlertCase::alert)).allMatch(names()::contains);
    }

    @Test
    void eachSaysHowUrgentItIsAndWhereToLook() throws IOException {
        Set<String> boards = Dashboards.all().stream()
                .map(board -> "/d/" + board.get("uid").asString())
                .collect(Collectors.toSet());
        for (Rule alert : alerts()) {
            assertThat(alert.texts()).containsKeys("severity", "summary", "description", "runbook_url", "dashboard");
            assertThat(alert.texts().get("severity")).isIn("page", "ticket", "none");
            assertThat(alert.texts().get("runbook_url")).isEqualTo("docs/runbooks/" + alert.name() + ".md");
            assertThat(alert.texts().get("dashboard")).isIn(boards);
        }
        assertThat(alerts()).hasSize(names().size());
    }

    @Test
    void promtoolTakesTheRulesAndTheirCasesHold() throws IOException, InterruptedException {
        promtool(
                "check",
                "config",
                RuleFile.ROOT.resolve("deploy/prometheus/prometheus.yml").toString());
        promtool("test", "rules", TESTS.getFirst().toString(), TESTS.getLast().toString());
    }

    private void promtool(String... arguments) throws IOException, InterruptedException {
        var program = PrometheusServer.program("promtool");
        assumeTrue(OptionalProgram.isThere(program, PrometheusServer.NOT_INSTALLED));
        Path output = directory.resolve("promtool.txt");
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(program.orElseThrow().toString()), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> read(output)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Rule> alerts() throws IOException {
        return RuleFile.rules().stream().filter(Rule::isAlert).toList();
    }

    private static Set<String> names() throws IOException {
        return alerts().stream().map(Rule::name).collect(Collectors.toSet());
    }
}
