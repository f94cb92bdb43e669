package dev.rollcall.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.proving.chaos.matrix.Fault;
import dev.rollcall.proving.chaos.matrix.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(lines(42, Matrix.rows())).isEqualTo(lines(42, Matrix.rows()));
        assertThat(lines(42, Matrix.rows())).isNotEqualTo(lines(43, Matrix.rows()));
    }

    @Test
    void playsAFaultInTheSameWayWhateverElseIsChosen() {
        assertThat(lines(42, Matrix.rows())).containsAll(lines(42, Matrix.only("F9, f16")));
    }

    @Test
    void knowsEveryRowOfTheMatrixOnce() {
        assertThat(Matrix.rows())
                .extracting(Fault::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 44)
                        .mapToObj(number -> "F" + number)
                        .toList());
    }

    @Test
    void leavesOutWhatCannotBeRunAndSaysWhy() {
        assertThat(Matrix.rows())
                .filteredOn(fault -> fault.reasonNotToRun() != null)
                .allSatisfy(fault -> assertThat(fault.reasonNotToRun()).isNotBlank())
                .extracting(Fault::id)
                .containsExactly("F14", "F26", "F27", "F28", "F38", "F39", "F40", "F41");
    }

    @Test
    void refusesAFaultThatDoesNotExist() {
        assertThatThrownBy(() -> Matrix.only("F1,F99")).hasMessageContaining("F99");
    }

    private static List<String> lines(long seed, List<Fault> faults) {
        return Schedule.of(seed, faults).entries().stream()
                .map(Schedule.Entry::toString)
                .toList();
    }
}
