package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code rollcall chaos} as a user runs it, with a fault of the matrix that can be injected and one that cannot; and the checks themselves, which have to notice
 * damage in what they look at. What the whole matrix says: docs/reliability.md.
 */
@Tag("long")
class ChaosIT {

    private static final String FAULTS = "F10,F26";

    /** I7 is checked at the end of a system, I11, I12 and I14 by what runs and not by what is stored. */
    private static final List<String> NOTICED =
            List.of("I1", "I2", "I3", "I4", "I5", "I6", "I8", "I9", "I10", "I13", "I15");

    @TempDir
    Path directory;

    @Test
    void theInvariantsSurviveFaultsAndTheChecksNoticeDamage() throws Exception {
        Path report = directory.resolve("report");
        RollcallCommand.Result result = RollcallCommand.in(directory)
                .run("chaos", "--seed", "42", "--only", FAULTS, "--plant", "--report", report.toString());
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        assertThat(Files.readString(report.resolve("chaos.txt")))
                .contains("F10")
                .doesNotContain("whsec_");
        JsonNode json =
                JsonMapper.shared().readTree(report.resolve("chaos.json").toFile());
        assertThat(trial(json, "F10").path("outcome").asString()).isEqualTo("GREEN");
        assertThat(StreamSupport.stream(trial(json, "F10").path("findings").spliterator(), false)
                        .filter(finding -> finding.path("invariant").asString().equals("I15"))
                        .map(finding -> finding.path("detail").asString()))
                .singleElement()
                .asString()
                .matches("0 of [1-9]\\d* rows left, \\d+ tables");
        assertThat(trial(json, "F26").path("outcome").asString()).isEqualTo("NOT_RUN");
        assertThat(trial(json, "F26").path("reason").asString()).isNotBlank();
        assertThat(trial(json, "END-1").path("findings").get(0).path("verdict").asString())
                .isEqualTo("HOLDS");
        JsonNode planted = trial(json, "PLANT").path("expectations");
        for (String invariant : NOTICED) {
            assertThat(StreamSupport.stream(planted.spliterator(), false)
                            .filter(expectation ->
                                    expectation.path("what").asString().startsWith(invariant + " ")
                                            && expectation.path("met").asBoolean())
                            .count())
                    .as("%s notices", invariant)
                    .isOne();
        }
        assertThat(report.resolve("systems")).doesNotExist();
    }

    private static JsonNode trial(JsonNode report, String id) {
        return StreamSupport.stream(report.path("trials").spliterator(), false)
                .filter(trial -> trial.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
