package dev.rollcall.worker.copy.consume;

import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Counts how often another worker took this loop's identity. Once is normal (a restart while the old process still
 * lived); repeatedly means that two workers share a name and fence each other.
 */
final class Fencing {

    private static final int TOO_OFTEN = 3;
    private static final long IN_A_ROW_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private int times;
    private long lastNanos;

    Fencing(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Two workers share an identity. */
    static final class TwoWorkersException extends RuntimeException {

        String line(String instance) {
            return "two workers run as \"" + instance
                    + "\" and fence each other; give each its own ROLLCALL_WORKER_INSTANCE";
        }
    }

    /** @return whether the failure was a fencing, so that the clients have to be made anew */
    boolean note(Exception failed) {
        if (!isFencing(failed)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        times = now - lastNanos > IN_A_ROW_NANOS ? 1 : times + 1;
        lastNanos = now;
        if (times >= TOO_OFTEN) {
            throw new TwoWorkersException();
        }
        return true;
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
