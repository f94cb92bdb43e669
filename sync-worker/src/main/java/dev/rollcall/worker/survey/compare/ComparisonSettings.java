package dev.rollcall.worker.survey.compare;

import java.util.Set;

/**
 * What a run compares by.
 *
 * @param instanceId the database's Clerk instance, which every snapshot names
 * @param leftOut fields that the worker leaves out: neither compared nor published
 * @param run names what is published
 */
public record ComparisonSettings(String instanceId, Set<String> leftOut, RunId run) {

    public ComparisonSettings {
        leftOut = Set.copyOf(leftOut);
    }
}
