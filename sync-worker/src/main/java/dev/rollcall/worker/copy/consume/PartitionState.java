package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a loop knows of one of its partitions. Immutable: each change gives another.
 *
 * <pre>
 *   position   hold    the partition
 *   none       any     is not read: its position is found first
 *   known      none    is read together with the others
 *   known      until   waits until then while the others continue; then its first record is tried alone
 * </pre>
 *
 * @param position where its next batch begins; null while it has to be found
 * @param hold null unless its first record fails alone and may be good
 * @param verdict null unless a record of it is to become a dead letter
 */
record PartitionState(
        @Nullable Long position,
        @Nullable Hold hold,
        @Nullable Verdict verdict) {

    /** Of a partition that was just assigned. */
    static final PartitionState NEW = new PartitionState(null, null, null);

    /** @param attempts how often its first record failed alone, or did not come when its turn had */
    record Hold(long untilNanos, int attempts) {}

    /** A record that failed alone while a control write succeeded: the next batch makes a dead letter of it. */
    record Verdict(long offset, Failure failure) {}

    PartitionState at(long found) {
        return new PartitionState(found, hold, verdict);
    }

    /** Its position has to be found again. */
    PartitionState lost() {
        return new PartitionState(null, hold, verdict);
    }

    /** What is behind the new position needs no verdict any more. */
    PartitionState committed(long next) {
        return new PartitionState(next, hold, verdict != null && verdict.offset() < next ? null : verdict);
    }

    /** Waits longer each time. */
    PartitionState held(long nowNanos, Recovery recovery) {
        int attempts = hold == null ? 1 : hold.attempts() + 1;
        long wait = recovery.waitAfter(attempts + 3).toNanos();
        return new PartitionState(position, new Hold(nowNanos + wait, attempts), verdict);
    }

    PartitionState released() {
        return new PartitionState(position, null, verdict);
    }

    PartitionState condemned(long offset, Failure failure) {
        return new PartitionState(position, hold, new Verdict(offset, failure));
    }

    boolean isHeld() {
        return hold != null;
    }

    boolean isDue(long nowNanos) {
        return hold != null && hold.untilNanos() - nowNanos <= 0;
    }

    /** Why the record at that offset becomes a dead letter; null when it does not. */
    @Nullable Failure failureAt(long offset) {
        return verdict != null && verdict.offset() == offset ? verdict.failure() : null;
    }
}
