package dev.rollcall.worker.survey.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.table.Row;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a suspect whom the first look saw at version 5,000. */
class SecondLookTest {

    private static final long SEEN = 5_000;
    private static final long NOW = 1_000_000;
    private static final long OLD_END = NOW - SecondLook.GRACE.toMillis();

    private static Suspect suspect(Verdict verdict) {
        return new Suspect(Resource.USER, "user_1", verdict, SEEN, verdict == Verdict.AHEAD ? SEEN + 1 : 0);
    }

    private static Finding now(Verdict verdict, long updatedAt) {
        return new Finding(verdict, updatedAt, new TreeSet<>(), false, null);
    }

    private static StoredRow row(long updatedAt, long revision, @Nullable Long endedAt) {
        return new StoredRow(
                new EntityVersion(updatedAt, 1, new MessageId("msg_1")),
                revision,
                new Row(new @Nullable Object[0], List.of()),
                endedAt == null ? null : new StoredEnd(endedAt, "msg_1"));
    }

    private static SecondLook.Decision decide(Verdict first, @Nullable Finding now, @Nullable StoredRow row) {
        return SecondLook.decide(suspect(first), now, row, NOW);
    }

    private static void settled(SecondLook.Decision decision) {
        assertThat(decision.isLeft()).isFalse();
        assertThat(decision.repairable()).isFalse();
    }

    private static void left(SecondLook.Decision decision, Verdict verdict, boolean repairable) {
        assertThat(decision).isEqualTo(new SecondLook.Decision(verdict, repairable));
        assertThat(decision.isLeft()).isEqualTo(verdict.isDrift());
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "STALE"})
    void whatHasReachedTheVersionThatWasSeenIsSettled(Verdict first) {
        settled(decide(first, now(Verdict.EQUAL, SEEN), row(SEEN, 1, null)));
        settled(decide(first, now(Verdict.STALE, SEEN + 1), row(SEEN, 1, null)));
        settled(decide(first, now(Verdict.MISSING, SEEN), row(SEEN - 1, 1, NOW)));
        left(decide(first, now(Verdict.STALE, SEEN), row(SEEN - 1, 1, null)), Verdict.STALE, true);
        left(decide(first, now(Verdict.MISSING, SEEN), null), Verdict.MISSING, true);
        left(decide(first, now(Verdict.MISSING, SEEN), row(SEEN, 0, null)), Verdict.MISSING, true);
        left(decide(first, now(Verdict.ACTIVITY_ONLY, SEEN), row(SEEN - 1, 1, null)), Verdict.ACTIVITY_ONLY, false);
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "STALE"})
    void anAnswerOlderThanTheFirstSettlesNothing(Verdict first) {
        left(decide(first, now(Verdict.EQUAL, SEEN - 1), row(SEEN - 1, 1, null)), first, false);
        left(decide(first, now(Verdict.AHEAD, SEEN - 2), row(SEEN - 1, 1, null)), first, false);
    }

    /** A 404 proves nothing: a key, a feature or an address may be gone. */
    @ParameterizedTest
    @EnumSource(names = {"MISSING", "STALE", "DIFFERENT", "AHEAD", "UNREADABLE"})
    void whatIsNotFoundAnyMoreIsSettledByItsEndAlone(Verdict first) {
        left(decide(first, null, null), first, false);
        left(decide(first, null, row(SEEN - 1, 1, null)), first, false);
        settled(decide(first, null, row(SEEN - 1, 1, NOW)));
    }

    @Test
    void differentCountsOnlyWhereNeitherHasMoved() {
        left(decide(Verdict.DIFFERENT, now(Verdict.DIFFERENT, SEEN), row(SEEN, 1, null)), Verdict.DIFFERENT, true);
        settled(decide(Verdict.DIFFERENT, now(Verdict.EQUAL, SEEN), row(SEEN, 1, null)));
        settled(decide(Verdict.DIFFERENT, now(Verdict.DIFFERENT, SEEN + 1), row(SEEN + 1, 1, null)));
        settled(decide(Verdict.DIFFERENT, now(Verdict.STALE, SEEN + 1), row(SEEN, 1, null)));
        settled(decide(Verdict.DIFFERENT, now(Verdict.DIFFERENT, SEEN), row(SEEN + 1, 1, null)));
        settled(decide(Verdict.DIFFERENT, now(Verdict.DIFFERENT, SEEN + 1), row(SEEN, 1, null)));
        settled(decide(Verdict.DIFFERENT, now(Verdict.DIFFERENT, SEEN), null));
    }

    @Test
    void whatAnEndedOwnerHasIsLeftWhetherItsOwnRowEndedOrNot() {
        for (StoredRow row : new @Nullable StoredRow[] {null, row(SEEN, 1, null)}) {
            left(
                    decide(Verdict.ENDED_BUT_ALIVE, now(Verdict.ENDED_BUT_ALIVE, SEEN), row),
                    Verdict.ENDED_BUT_ALIVE,
                    false);
        }
    }

    @Test
    void anEndIsGivenTwoMinutesToBeKnownAtClerk() {
        settled(decide(Verdict.ENDED_BUT_ALIVE, now(Verdict.ENDED_BUT_ALIVE, SEEN), row(SEEN, 1, OLD_END + 1)));
        left(
                decide(Verdict.ENDED_BUT_ALIVE, now(Verdict.ENDED_BUT_ALIVE, SEEN), row(SEEN, 1, OLD_END)),
                Verdict.ENDED_BUT_ALIVE,
                false);
        settled(decide(Verdict.ENDED_BUT_ALIVE, null, row(SEEN, 1, OLD_END)));
        settled(decide(Verdict.ENDED_BUT_ALIVE, now(Verdict.ERASED, SEEN), row(SEEN, 1, OLD_END)));
    }

    @Test
    void aheadAndUnreadableAreDriftIfTheyStillAre() {
        for (Verdict first : List.of(Verdict.AHEAD, Verdict.UNREADABLE)) {
            left(decide(first, now(first, SEEN), row(SEEN + 1, 1, null)), first, false);
            settled(decide(first, now(Verdict.EQUAL, SEEN), row(SEEN, 1, null)));
        }
    }

    /** An object that changes all the time is met in between again and again. */
    @Test
    void aheadIsSettledOnceClerkSaysWhatTheRowSaidThen() {
        left(decide(Verdict.AHEAD, now(Verdict.AHEAD, SEEN), row(SEEN + 9, 1, null)), Verdict.AHEAD, false);
        settled(decide(Verdict.AHEAD, now(Verdict.AHEAD, SEEN + 1), row(SEEN + 9, 1, null)));
        settled(decide(Verdict.AHEAD, now(Verdict.STALE, SEEN + 2), row(SEEN + 1, 1, null)));
    }

    @Test
    void aRowThatWasNotListedStaysUnconfirmedWhileItLivesAndIsNotFound() {
        left(decide(Verdict.UNCONFIRMED, null, row(SEEN, 1, null)), Verdict.UNCONFIRMED, false);
        settled(decide(Verdict.UNCONFIRMED, now(Verdict.EQUAL, SEEN), row(SEEN, 1, null)));
        settled(decide(Verdict.UNCONFIRMED, null, row(SEEN, 1, NOW)));
        settled(decide(Verdict.UNCONFIRMED, null, row(SEEN, 0, null)));
        settled(decide(Verdict.UNCONFIRMED, null, null));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCONFIRMED", "UNREADABLE", "AHEAD"})
    void whatTheSecondLookIsTheFirstToCompareCountsAsItFindsIt(Verdict first) {
        left(decide(first, now(Verdict.MISSING, SEEN), null), Verdict.MISSING, true);
        left(decide(first, now(Verdict.STALE, SEEN), row(SEEN - 1, 1, null)), Verdict.STALE, true);
        left(decide(first, now(Verdict.DIFFERENT, SEEN + 1), row(SEEN + 1, 1, null)), Verdict.DIFFERENT, true);
        left(decide(first, now(Verdict.AHEAD, SEEN), row(SEEN + 1, 1, null)), Verdict.AHEAD, false);
        left(decide(first, now(Verdict.UNREADABLE, 0), row(SEEN, 1, null)), Verdict.UNREADABLE, false);
        left(decide(first, now(Verdict.ENDED_BUT_ALIVE, SEEN), row(SEEN, 1, OLD_END)), Verdict.ENDED_BUT_ALIVE, false);
        settled(decide(first, now(Verdict.EQUAL, SEEN + 1), row(SEEN + 1, 1, null)));
        settled(decide(first, now(Verdict.ACTIVITY_ONLY, SEEN + 1), row(SEEN, 1, null)));
        settled(decide(first, now(Verdict.ERASED, SEEN), row(SEEN, 1, OLD_END)));
    }

    /** A webhook may be under way, or have been faster than the answer. */
    @ParameterizedTest
    @EnumSource(names = {"UNCONFIRMED", "UNREADABLE"})
    void whatChangedWithinTheGraceIsNoDriftYet(Verdict first) {
        long old = NOW - SecondLook.GRACE.toMillis();
        left(decide(first, now(Verdict.STALE, old), row(SEEN, 1, null)), Verdict.STALE, true);
        settled(decide(first, now(Verdict.STALE, old + 1), row(SEEN, 1, null)));
        settled(decide(first, now(Verdict.MISSING, old + 1), null));
        settled(decide(first, now(Verdict.DIFFERENT, old + 1), row(old + 1, 1, null)));
        settled(decide(first, now(Verdict.AHEAD, SEEN), row(old + 1, 1, null)));
        settled(decide(first, now(Verdict.ENDED_BUT_ALIVE, SEEN), row(SEEN, 1, OLD_END + 1)));
    }

    @Test
    void tenThousandSuspectsAreLookedAtAgain() {
        assertThat(SecondLook.isTooMuch(SecondLook.MOST_SUSPECTS)).isFalse();
        assertThat(SecondLook.isTooMuch(SecondLook.MOST_SUSPECTS + 1)).isTrue();
    }
}
