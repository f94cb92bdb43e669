package dev.rollcall.worker.copy.batch;

/**
 * Which record wrote a row: kept in the row, so that a redelivered record finds what it wrote.
 *
 * @param writer id of the progress row of its (topic id, partition)
 * @param offset its offset there
 */
public record Coordinates(int writer, long offset) {}
