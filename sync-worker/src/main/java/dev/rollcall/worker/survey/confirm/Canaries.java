package dev.rollcall.worker.survey.confirm;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owners;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects that must be found. */
@FunctionalInterface
public interface Canaries {

    /**
     * An object that this run listed, and whose row lives.
     *
     * @param owners as its row has them
     */
    record Canary(String id, Owners owners) {}

    /**
     * Some of a table, the likeliest to live first; of the organization where there are any, else of others.
     *
     * @param organizationId null where the table has none
     */
    List<Canary> of(Resource resource, @Nullable String organizationId);
}
