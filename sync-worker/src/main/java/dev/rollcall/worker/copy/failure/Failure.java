package dev.rollcall.worker.copy.failure;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Why a batch failed.
 *
 * @param kind decides what happens
 * @param code for a dead letter; null unless the kind is {@link FailureKind#DATA}
 * @param label for logs, metrics and dead letters: a SQLSTATE or a class name, no data
 */
public record Failure(FailureKind kind, @Nullable FailureCode code, String label) {}
