package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.failure.FailureCode;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison found.
 *
 * @param updatedAtMillis the version that Clerk showed; 0 where it could not be read
 * @param columns that differ; of children as {@code email_addresses.verification}, and {@code email_addresses} for one
 *     that is there or not
 * @param underOwner whether it is its owner's verdict
 * @param code why it is unreadable; else null
 */
public record Finding(
        Verdict verdict,
        long updatedAtMillis,
        SortedSet<String> columns,
        boolean underOwner,
        @Nullable FailureCode code) {}
