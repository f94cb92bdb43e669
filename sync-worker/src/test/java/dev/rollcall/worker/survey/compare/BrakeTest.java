package dev.rollcall.worker.survey.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakeTest {

    private final Brake brake = new Brake();

    private void count(Verdict verdict, int times, String... columns) {
        for (int time = 0; time < times; time++) {
            brake.count(verdict, List.of(columns));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, false", // all of a small table: a hundred are free
        "101, 0, true",
        "101, 1918, true", // of 2,019: just above five in a hundred
        "101, 1919, false", // of 2,020: exactly five in a hundred
        "500, 9500, false",
        "501, 9499, true"
    })
    void isPulledAboveAHundredAndFiveInAHundred(int different, int equal, boolean pulled) {
        count(Verdict.DIFFERENT, different, "name");
        count(Verdict.EQUAL, equal);
        assertThat(brake.compared()).isEqualTo(different + equal);
        assertThat(brake.isPulled()).isEqualTo(pulled);
    }

    @Test
    void countsByColumnAndOnlyWhatHadARow() {
        count(Verdict.DIFFERENT, 2, "name", "slug");
        count(Verdict.DIFFERENT, 1, "slug");
        count(Verdict.STALE, 1);
        count(Verdict.AHEAD, 1);
        count(Verdict.ACTIVITY_ONLY, 1);
        for (Verdict none : List.of(Verdict.MISSING, Verdict.UNREADABLE, Verdict.ERASED, Verdict.ENDED_BUT_ALIVE)) {
            count(none, 1);
        }
        assertThat(brake.compared()).isEqualTo(6);
        assertThat(brake.different()).isEqualTo(3);
        assertThat(brake.byColumn()).containsEntry("name", 2L).containsEntry("slug", 3L);
    }

    @Test
    void aFindingCountsAsItsVerdictDoes() {
        brake.count(new Finding(Verdict.DIFFERENT, 1, new TreeSet<>(List.of("slug")), false, null));
        brake.count(new Finding(Verdict.MISSING, 1, new TreeSet<>(), false, null));
        assertThat(brake.compared()).isEqualTo(1);
        assertThat(brake.byColumn()).containsExactly(Map.entry("slug", 1L));
    }

    @Test
    void goesOnFromACheckpoint() {
        brake.resume(150, 100, new TreeMap<>(Map.of("name", 100L)));
        assertThat(brake.isPulled()).isFalse();
        count(Verdict.DIFFERENT, 1, "name");
        assertThat(brake.isPulled()).isTrue();
        assertThat(brake.byColumn()).containsEntry("name", 101L);
    }
}
