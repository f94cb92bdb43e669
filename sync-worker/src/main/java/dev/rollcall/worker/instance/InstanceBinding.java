package dev.rollcall.worker.instance;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.batch.Decoded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Clerk instance for each database: configured, or bound to the first live event's. A development instance that
 * points at production, or a test send of the dashboard, is turned away here.
 */
public final class InstanceBinding {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceBinding.class);

    private static final String BIND = """
            insert into rollcall.instance (instance_id, bound_by) values (?, ?) on conflict (singleton) do nothing
            """;

    private final Stored stored;
    private volatile @Nullable String bound;

    public InstanceBinding(DataSource database) {
        this(new InDatabase(database));
    }

    public InstanceBinding(Stored stored) {
        this.stored = stored;
    }

    /** Where the binding is kept. */
    public interface Stored {

        /** Null while bound to none. */
        @Nullable String read() throws SQLException;

        /** @return whether it was not bound before */
        boolean bind(String instanceId, String by) throws SQLException;
    }

    private record InDatabase(DataSource database) implements Stored {

        @Override
        public @Nullable String read() throws SQLException {
            try (Connection connection = database.getConnection()) {
                return of(connection);
            }
        }

        @Override
        public boolean bind(String instanceId, String by) throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement insert = connection.prepareStatement(BIND)) {
                insert.setString(1, instanceId);
                insert.setString(2, by);
                return insert.executeUpdate() == 1;
            }
        }
    }

    /**
     * Binds to the configured instance.
     *
     * @throws IllegalStateException with one line for the operator when the database belongs to another
     */
    public void bindTo(String configured) throws SQLException {
        String actual = bind(configured, "configuration");
        if (!actual.equals(configured)) {
            throw new IllegalStateException("CLERK_INSTANCE_ID is " + configured + ", but this database is a copy of "
                    + actual + ". Use the database of " + configured + ", or set CLERK_INSTANCE_ID=" + actual + ".");
        }
    }

    /** For change events; "unknown" until bound. */
    public String label() {
        String instance = bound;
        return instance == null ? "unknown" : instance;
    }

    /** The database may have been replaced: look again. */
    public void forget() {
        bound = null;
    }

    /** Replaces records of another instance by their rejection. */
    public List<Decoded> screen(List<Decoded> batch) throws SQLException {
        String instance = bound == null ? lookUp(batch) : bound;
        if (instance == null) {
            return batch;
        }
        List<Decoded> screened = new ArrayList<>(batch.size());
        int foreign = 0;
        for (Decoded decoded : batch) {
            if (decoded instanceof Decoded.OfEntity entity
                    && entity.instanceId() != null
                    && !instance.equals(entity.instanceId())) {
                foreign++;
                screened.add(new Decoded.Rejected(
                        entity.source(),
                        FailureCode.WRONG_INSTANCE,
                        "the event is of another Clerk instance than this database",
                        null,
                        entity.key().id()));
            } else {
                screened.add(decoded);
            }
        }
        if (foreign > 0) {
            LOG.error(
                    "SECURITY: {} genuinely signed events are of another Clerk instance than {}; they are dead letters",
                    foreign,
                    instance);
        }
        return screened;
    }

    private @Nullable String lookUp(List<Decoded> batch) throws SQLException {
        String known = read();
        if (known != null) {
            return known;
        }
        for (Decoded decoded : batch) {
            if (decoded instanceof Decoded.OfEntity entity && entity.live() && entity.instanceId() != null) {
                return bind(entity.instanceId(), entity.version().messageId().value());
            }
        }
        return null;
    }

    /** The instance that a database is a copy of; null while it is bound to none. */
    public static @Nullable String of(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select instance_id from rollcall.instance");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private @Nullable String read() throws SQLException {
        bound = stored.read();
        return bound;
    }

    private String bind(String instanceId, String by) throws SQLException {
        if (stored.bind(instanceId, by)) {
            LOG.info("This database is now bound to the Clerk instance {}", instanceId);
        }
        String actual = read();
        if (actual == null) {
            throw new IllegalStateException("the binding to an instance vanished while it was written");
        }
        return actual;
    }
}
