package dev.rollcall.worker.copy.instance;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The Clerk instance that the database is a copy of, as one batch's transaction reads it, and holds it until it ends. */
public interface BoundInstance {

    /** Null while the database is bound to none. */
    @Nullable String instance() throws SQLException;

    /**
     * Binds the database when this transaction commits, unless another has bound it meanwhile.
     *
     * @param by the message that binds, or "configuration"
     * @return what it is bound to now
     */
    String bind(String instanceId, String by) throws SQLException;
}
