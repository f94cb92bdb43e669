package dev.rollcall.worker.survey.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each verdict makes of a survey. */
class VerdictTest {

    private static Verdict[] those(Predicate<Verdict> which) {
        return Arrays.stream(Verdict.values()).filter(which).toArray(Verdict[]::new);
    }

    @Test
    void driftIsWhatTheCopyLacksOrHasTooMuch() {
        assertThat(those(Verdict::isDrift))
                .containsExactly(
                        Verdict.UNREADABLE,
                        Verdict.ENDED_BUT_ALIVE,
                        Verdict.MISSING,
                        Verdict.STALE,
                        Verdict.DIFFERENT,
                        Verdict.AHEAD,
                        Verdict.EXTRA,
                        Verdict.UNCONFIRMED);
    }

    @Test
    void aRepairPublishesOnlyWhatClerkHasAndTheRowLacks() {
        assertThat(those(Verdict::isPublished)).containsExactly(Verdict.MISSING, Verdict.STALE, Verdict.DIFFERENT);
    }

    @Test
    void aSecondLookIsTakenOfAllDriftThatTimeMayMend() {
        assertThat(those(Verdict::isSuspect))
                .containsExactly(those(verdict -> verdict.isDrift() && verdict != Verdict.EXTRA));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasStoredIsReadAgain(Verdict verdict) {
        assertThat(Verdict.ofLabel(verdict.label())).isEqualTo(verdict);
        assertThat(verdict.label()).matches("[a-z_]+");
    }
}
