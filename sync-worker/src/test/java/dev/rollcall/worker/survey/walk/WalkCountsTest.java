package dev.rollcall.worker.survey.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalkCountsTest {

    @ParameterizedTest
    @CsvSource({
        "100, 100, 100, 0, true",
        "100, 100, 99, 0, false",
        "100, 90, 90, 0, true", // ten ended before they were reached, and nobody has told yet
        "90, 100, 90, 0, true", // ten are newer than the walk
        "100, 100, 97, 3, true", // three ended meanwhile, three came
        "100, 100, 96, 3, false",
        "0, 0, 0, 0, true"
    })
    void isWholeWhenNoFewerWereMetThanClerkCountsLessTheEnds(
            long before, long after, long met, long ends, boolean whole) {
        assertThat(new WalkCounts(before, after).isWhole(met, ends)).isEqualTo(whole);
    }
}
