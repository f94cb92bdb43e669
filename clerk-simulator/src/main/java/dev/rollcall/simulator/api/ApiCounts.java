package dev.rollcall.simulator.api;

/**
 * What an API was asked.
 *
 * @param requests answered or refused
 * @param notGets that would have changed something
 * @param refused by the limit or by a fault, 429
 * @param applicationRefused requests of the user's own application that found the limit used up
 * @param largestWindow the most that any ten seconds had
 */
public record ApiCounts(long requests, long notGets, long refused, long applicationRefused, int largestWindow) {}
