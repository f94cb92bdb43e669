package dev.rollcall.worker.batch;

/**
 * A batch that is committed on both sides.
 *
 * @param committedAtMillis when the database had committed, epoch milliseconds
 */
public record BatchResult(Resolution resolution, Applied applied, long committedAtMillis) {}
