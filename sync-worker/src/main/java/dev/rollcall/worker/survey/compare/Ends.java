package dev.rollcall.worker.survey.compare;

import dev.rollcall.worker.copy.table.Owner;
import org.jspecify.annotations.Nullable;

/** Which owners have ended here, as of the same look at the database as the rows. */
@FunctionalInterface
public interface Ends {

    /** Null while the owner lives, and where it has no row. */
    @Nullable StoredEnd of(Owner owner);
}
