package dev.rollcall.worker.survey.confirm;

import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Rounds of confirmation: each asks Clerk for every absentee in the forms that would find it, between two canaries. Two
 * rounds, {@link #APART} from each other; what {@link #extras} gives after the second may be ended.
 */
public final class Confirmation {

    /** Between two confirmations of one row. */
    public static final Duration APART = Duration.ofMinutes(10);

    /** Confirmed between two canaries. */
    static final int BLOCK = 100;

    /**
     * @param instanceId the database's
     * @param runStartMillis the database's clock when the run began
     * @param graceMillis rows that were written later than this before the run are left alone
     * @param clock of rounds
     */
    public Confirmation(
            ClerkAnswers clerk,
            Canaries canaries,
            String instanceId,
            long runStartMillis,
            long graceMillis,
            InstantSource clock) {}

    /**
     * One round: gives the same absentees, those that it found gone with one time more. Owners first; what belongs to an
     * owner that is gone needs no question of its own.
     *
     * @throws ApiException when a question had no answer: the round counts for nothing
     */
    public List<Absentee> round(List<Absentee> absentees) throws ApiException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Those that two rounds found gone; all others stay {@code unconfirmed}. */
    public List<Absentee> extras(List<Absentee> absentees) {
        throw new UnsupportedOperationException();
    }
}
