package dev.rollcall.system.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patches are of today's code. Whether the tests notice them is {@link SabotagesIT}'s question. */
class SabotagesTest {

    static List<Sabotage> sabotages() {
        return Sabotage.all();
    }

    @Test
    void thereAreSixtyAndFiveForEachPromise() {
        assertThat(sabotages()).hasSizeGreaterThanOrEqualTo(60);
        Map<String, Long> byPromise =
                sabotages().stream().collect(Collectors.groupingBy(Sabotage::promise, Collectors.counting()));
        assertThat(byPromise)
                .containsOnlyKeys("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9")
                .allSatisfy((promise, count) -> assertThat(count).isGreaterThanOrEqualTo(5));
    }

    @ParameterizedTest
    @MethodSource("sabotages")
    void fitsTheSources(Sabotage sabotage) throws IOException, InterruptedException {
        Repository.run(
                Repository.ROOT, "git", "apply", "--check", sabotage.patch().toString());
        assertThat(sabotage.files()).isNotEmpty().allMatch(file -> file.contains("/src/main/"));
    }

    @ParameterizedTest
    @MethodSource("sabotages")
    void namesTestsThatExist(Sabotage sabotage) throws IOException {
        assertThat(sabotage.red()).isNotEmpty();
        for (Sabotage.Red red : sabotage.red()) {
            String[] selected = red.selector().split("#");
            Path source =
                    Repository.ROOT.resolve(red.module() + "/src/test/java/" + selected[0].replace('.', '/') + ".java");
            assertThat(source).exists();
            if (selected.length > 1) {
                assertThat(Files.readString(source)).contains(selected[1] + "(");
            }
        }
    }
}
