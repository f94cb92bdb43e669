package dev.rollcall.worker.copy.instance;

import dev.rollcall.model.event.DeliveryTime;
import dev.rollcall.model.event.InstanceId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.RepeatedFailures;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One Clerk instance for each database: the configured one, or that of the first event which is surely a live one. A
 * development instance that points at production, or an example that the dashboard sends, is turned away here.
 *
 * <pre>
 *   event's instance          database bound to it    to another        to none
 *   of Clerk's form, fits     row                     wrong_instance    binds, row
 *   any other                 row                     wrong_instance    unbound_instance
 *   none, fits                row                     row               row
 *   none, does not fit        unbound_instance        unbound_instance  unbound_instance
 * </pre>
 *
 * <p>"Fits" is {@link DeliveryTime}. What is {@code unbound_instance} and carries the instance that the database is bound
 * to later is replayed then, so the order of arrival decides nothing but the binding itself.
 *
 * <p>Nothing of it is remembered from one batch to the next: each asks in its own transaction, which holds the answer.
 */
public final class InstanceBinding {

    /** What change events name as their source before the database is bound. */
    public static final String UNKNOWN = "unknown";

    private static final String BOUND = "select instance_id from rollcall.instance";

    private static final Logger LOG = LoggerFactory.getLogger(InstanceBinding.class);

    private final @Nullable String configured;
    private final RepeatedFailures repeated;
    private volatile String lastSeen = UNKNOWN;

    /** @param configured the only instance that may bind; null for that of the first live event */
    public InstanceBinding(@Nullable String configured) {
        this(configured, System::nanoTime);
    }

    InstanceBinding(@Nullable String configured, LongSupplier nanoTime) {
        this.configured = configured;
        repeated = new RepeatedFailures(nanoTime);
    }

    /**
     * A batch whose foreign events are rejected.
     *
     * @param instance what change events name as their source; "unknown" while the database is bound to none
     */
    public record Screened(List<Decoded> events, String instance) {}

    /** For the console alone: what the last batch of this worker found, "unknown" before the first. */
    public String lastSeen() {
        return lastSeen;
    }

    /**
     * Replaces records that are not of the database's instance by their rejection, and binds it where it can.
     *
     * @throws WrongDatabaseException when the database is bound to another instance than the configured one
     */
    public Screened screen(List<Decoded> batch, BoundInstance database) throws SQLException {
        String instance = boundBy(batch, database);
        List<Decoded> screened = new ArrayList<>(batch.size());
        int foreign = 0;
        for (Decoded decoded : batch) {
            FailureCode refusal = decoded instanceof Decoded.OfEntity event ? refusal(event, instance) : null;
            if (refusal == FailureCode.WRONG_INSTANCE) {
                foreign++;
            }
            screened.add(
                    refusal != null && decoded instanceof Decoded.OfEntity event ? rejected(event, refusal) : decoded);
        }
        if (foreign > 0) {
            // An endpoint that points at the wrong copy sends for days: once a minute is enough.
            repeated.news("foreign to " + instance, foreign)
                    .ifPresent(events -> LOG.error(
                            "SECURITY: {} genuinely signed events are of another Clerk instance than {}; they are dead"
                                    + " letters",
                            events,
                            instance));
        }
        lastSeen = instance == null ? UNKNOWN : instance;
        return new Screened(screened, lastSeen);
    }

    private @Nullable String boundBy(List<Decoded> batch, BoundInstance database) throws SQLException {
        String instance = database.instance();
        if (configured != null) {
            String actual = instance == null ? database.bind(configured, "configuration") : instance;
            requireConfigured(configured, actual);
            return actual;
        }
        if (instance != null) {
            return instance;
        }
        for (Decoded decoded : batch) {
            if (decoded instanceof Decoded.OfEntity event && event.instanceId() != null && mayBind(event)) {
                return database.bind(
                        event.instanceId(), event.version().messageId().value());
            }
        }
        return null;
    }

    /** @throws WrongDatabaseException with one line for the operator */
    public static void requireConfigured(String configured, String actual) {
        if (!actual.equals(configured)) {
            throw new WrongDatabaseException("CLERK_INSTANCE_ID is " + configured + ", but this database is a copy of "
                    + actual + ". Use the database of " + configured + ", or set CLERK_INSTANCE_ID=" + actual
                    + "; if the copy is nearly empty, \"bind " + configured
                    + "\" corrects it, with a CLERK_SECRET_KEY of "
                    + configured + ", or, after a start without CLERK_INSTANCE_ID, once an event of it has come.");
        }
    }

    private static boolean mayBind(Decoded.OfEntity event) {
        String instance = event.instanceId();
        return instance != null && InstanceId.isOfClerksForm(instance) && fits(event);
    }

    private static boolean fits(Decoded.OfEntity event) {
        return event.live()
                && DeliveryTime.fits(
                        event.version().eventAtMillis(), event.source().firstReceiptMillis());
    }

    /**
     * Why an event is not taken by a database; null when it is.
     *
     * @param bound what the database is bound to; null for nothing, to which an event that could bind it comes as its own
     */
    public static @Nullable FailureCode refusal(Decoded.OfEntity event, @Nullable String bound) {
        String instance = event.instanceId();
        if (instance == null) {
            return fits(event) ? null : FailureCode.UNBOUND_INSTANCE;
        }
        if (bound == null) {
            return mayBind(event) ? null : FailureCode.UNBOUND_INSTANCE;
        }
        return bound.equals(instance) ? null : FailureCode.WRONG_INSTANCE;
    }

    private static Decoded.Rejected rejected(Decoded.OfEntity event, FailureCode code) {
        String reason;
        if (code == FailureCode.WRONG_INSTANCE) {
            reason = "the event is of another Clerk instance than this database";
        } else if (event.instanceId() == null) {
            reason = "the event names no Clerk instance, and its time does not fit its delivery";
        } else {
            reason = "the database is bound to no Clerk instance yet, and the event is not surely a live one";
        }
        return new Decoded.Rejected(
                event.source(), code, reason, null, event.key().id(), event.instanceId());
    }

    /** The instance that a database is a copy of; null while it is bound to none. */
    public static @Nullable String of(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BOUND);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** The same, off the batch's path. */
    public static @Nullable String of(JdbcClient database) {
        return database.sql(BOUND).query(String.class).optional().orElse(null);
    }
}
