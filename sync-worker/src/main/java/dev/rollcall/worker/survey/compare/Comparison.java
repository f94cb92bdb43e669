package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.Resource;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares objects of the Backend API with the rows that they would become. It asks the worker's own decoder, so that it
 * compares with what would be written. In this order: {@link #read} an object, load its row and the ends of its
 * {@linkplain Candidate#owners() owners}, {@link #judge}, and where the verdict is to be repaired, {@link #snapshot}.
 */
public final class Comparison {

    public Comparison(ComparisonSettings settings, InstantSource clock) {}

    /** Decodes an object; never throws an exception for what it holds. The object is left as it is. */
    public Candidate read(Resource resource, ObjectNode object) {
        throw new UnsupportedOperationException();
    }

    /** @param row null when there is none */
    public Finding judge(Candidate candidate, @Nullable StoredRow row, Ends ends) {
        throw new UnsupportedOperationException();
    }

    /**
     * What mends it: for {@code missing}, {@code stale} and {@code different}, and {@code activity_only} for refetch.
     *
     * @return nothing when there is nothing to mend it with, or the worker would not take it: then it counts as unreadable
     */
    public Optional<Snapshot> snapshot(Candidate candidate, Finding finding, @Nullable StoredRow row) {
        throw new UnsupportedOperationException();
    }
}
