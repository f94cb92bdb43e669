package dev.rollcall.worker.copy.consume;

import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Tells when another worker has this loop's identity too. Once is normal for a worker that has run for long: a restart
 * while the old process still lived. It takes its place back, and of two with one name the newer gives way: whose
 * membership is taken within a minute of its start ends at once, so that one always remains. Two that fence each other
 * in quick succession all the same, as both have run for long, end.
 */
final class Fencing {

    private static final int TOO_OFTEN = 3;
    /** A process that a supervisor restarts takes longer to come back. */
    private static final long IN_A_ROW_NANOS = 5_000_000_000L;

    private static final long NEW_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private final long beganNanos;
    private int times;
    private long lastNanos;

    Fencing(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        beganNanos = nanoTime.getAsLong();
    }

    /** Two workers share an identity. */
    static final class TwoWorkersException extends RuntimeException {

        String line(String instance) {
            return "two workers run as \"" + instance
                    + "\" and fence each other, and the newer gives way; give each its own ROLLCALL_WORKER_INSTANCE";
        }
    }

    /** @return whether the failure was a fencing, so that the clients have to be made anew */
    boolean note(Exception failed) {
        if (!isFencing(failed)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (isOfMember(failed) && now - beganNanos < NEW_NANOS) {
            throw new TwoWorkersException();
        }
        times = now - lastNanos > IN_A_ROW_NANOS ? 1 : times + 1;
        lastNanos = now;
        if (times >= TOO_OFTEN) {
            throw new TwoWorkersException();
        }
        return true;
    }

    /** A producer alone is fenced by a transaction that took too long, too. */
    private static boolean isOfMember(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFencing(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }
}
