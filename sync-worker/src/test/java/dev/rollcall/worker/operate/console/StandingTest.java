package dev.rollcall.worker.operate.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.consume.Loops;
import dev.rollcall.worker.operate.console.Standing.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one word on the console's first page: the worst of what holds. */
class StandingTest {

    private static Word word(List<LoopState> loops, double lagSeconds, boolean empty) {
        return Standing.of(loops, lagSeconds, empty, 0).word();
    }

    @Test
    void theWorstOfWhatHoldsIsSaid() {
        LoopState reading = Loops.reading();
        assertThat(word(List.of(reading), 0, false)).isEqualTo(Word.LIVE);
        assertThat(word(List.of(reading), 0, true)).isEqualTo(Word.EMPTY);
        assertThat(word(List.of(reading), 5.1, true)).isEqualTo(Word.BEHIND);
        assertThat(word(List.of(Loops.joining()), 9, true)).isEqualTo(Word.JOINING);
        assertThat(word(List.of(reading, Loops.waiting(), Loops.joining()), 9, true))
                .isEqualTo(Word.WAITING);
        assertThat(word(List.of(reading, Loops.waiting(), Loops.stuck()), 9, true))
                .isEqualTo(Word.STUCK);
        assertThat(word(List.of(Loops.stuck(), Loops.over(), reading), 9, true)).isEqualTo(Word.ENDED);
    }

    @Test
    void oneLoopWithPartitionsIsEnoughAndFiveSecondsAreNotLate() {
        assertThat(word(List.of(Loops.joining(), Loops.reading()), 5, false)).isEqualTo(Word.LIVE);
    }

    @Test
    void deadLettersAreSaidBesideAllThatIsWell() {
        assertThat(Standing.of(List.of(Loops.reading()), 0, false, 0).sentence())
                .isEqualTo("What Clerk announced is in PostgreSQL.");
        assertThat(Standing.of(List.of(Loops.reading()), 0, false, 1).sentence())
                .isEqualTo("What Clerk announced is in PostgreSQL, but for what is in the dead letters.");
    }

    @Test
    void theConsolesWordIsInSmallLetters() {
        assertThat(Word.JOINING.label()).isEqualTo("joining");
    }
}
