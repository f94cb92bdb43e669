package dev.rollcall.worker.operate.rebind;

import dev.rollcall.model.event.InstanceId;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The command {@code bind}: makes the database the copy of another Clerk instance. It ends nothing, since an end is
 * final and the former instance still has its objects: the few rows of a nearly empty copy are removed, as if they had
 * never arrived. A copy with more rows is not a mistake of the first minutes, and is refused.
 */
public final class Rebinding {

    /** A binding that was wrong from the start has at most this many: all rightful events were refused. */
    public static final int MOST_ROWS = 100;

    private static final String LETTERS = """
            select count(*) from rollcall.dead_letters
            where instance_id = ? and code in ('wrong_instance', 'unbound_instance')
            """;

    private static final String BIND = """
            insert into rollcall.instance (instance_id, bound_by) values (?, 'command bind')
            on conflict (singleton) do update set instance_id = excluded.instance_id, bound_by = excluded.bound_by,
                                                  bound_at = now()
            """;

    private final DataSource database;
    private final KafkaClients kafka;
    private final Topics topics;
    private final InstantSource clock;
    private final @Nullable String ofKey;

    /** @param ofKey the instance that Clerk says the operator's secret key is of; null without a key */
    public Rebinding(
            DataSource database, KafkaClients kafka, Topics topics, InstantSource clock, @Nullable String ofKey) {
        this.clock = clock;
        this.ofKey = ofKey;
        this.database = database;
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * What is meant.
     *
     * @param bound the instance until now; null for none
     * @param letters dead letters that name the new one
     * @param rows those that would be removed, such as {@code clerk.users user_2abc}
     */
    public record Plan(@Nullable String bound, long letters, List<String> rows) {

        public Plan {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws IllegalArgumentException when the id is not of Clerk's form, and when it is not that of the key, or, without
     *     a key, no event of that instance has arrived
     * @throws IllegalStateException when the copy has too many rows
     */
    public Plan plan(String instanceId) {
        requireForm(instanceId);
        JdbcClient client = JdbcClient.create(database);
        return plan(client, instanceId, RemovableRow.all(client, MOST_ROWS + 1));
    }

    /**
     * Removes the rows, announces that they are gone, and binds.
     *
     * @param confirmed how many rows the operator means to remove
     * @throws IllegalArgumentException also when that is another number than there is
     */
    public void carryOut(String instanceId, int confirmed, Actor actor) throws SQLException, InterruptedException {
        requireForm(instanceId);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                // Not a template of Spring's: what is announced within it can be interrupted.
                JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                carryOut(client, instanceId, confirmed, actor);
                connection.commit();
            } catch (SQLException | RuntimeException | InterruptedException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    private void carryOut(JdbcClient client, String instanceId, int confirmed, Actor actor)
            throws InterruptedException {
        // Waits for the batches that hold the binding, and lets no other begin: none can apply under the former
        // binding.
        client.sql("lock table rollcall.instance in exclusive mode").update();
        List<RemovableRow> rows = RemovableRow.all(client, MOST_ROWS + 1);
        Plan plan = plan(client, instanceId, rows);
        if (instanceId.equals(plan.bound())) {
            throw new RefusedAsThingsAreException("this database is a copy of " + instanceId + " already");
        }
        if (confirmed != rows.size()) {
            throw new RefusedAsThingsAreException(Plural.of(rows.size(), "row") + " would be removed and not "
                    + confirmed + "; look at them again without --yes");
        }
        RemovableRow.removeAll(client);
        client.sql(BIND).param(instanceId).update();
        AuditLog.write(
                client,
                actor,
                AuditLog.Action.BIND,
                "instance=" + instanceId + " before=" + plan.bound(),
                rows.size(),
                null);
        // Last, and before the commit: announcing twice, because the command is repeated, does no harm.
        new RemovalAnnouncer(kafka, topics, clock).announce(rows, plan.bound());
    }

    private Plan plan(JdbcClient client, String instanceId, List<RemovableRow> rows) {
        String bound = InstanceBinding.of(client);
        long letters = client.sql(LETTERS).param(instanceId).query(Long.class).single();
        if (ofKey == null && letters == 0) {
            throw new RefusedAsThingsAreException("nothing shows that " + instanceId
                    + " is yours: no event of it is among the dead letters, and CLERK_SECRET_KEY is not set. Look at the"
                    + " id in Clerk's dashboard. Then set CLERK_SECRET_KEY to a key of it for this command; or start the"
                    + " worker once without CLERK_INSTANCE_ID and have Clerk send an event, which "
                    + (bound == null ? "binds the database by itself" : "becomes a dead letter, and bind again"));
        }
        if (ofKey != null && !ofKey.equals(instanceId)) {
            throw new IllegalArgumentException("CLERK_SECRET_KEY is of " + ofKey + ": write the key of " + instanceId
                    + ", or bind " + ofKey + ". Nothing was changed");
        }
        if (rows.size() > MOST_ROWS) {
            throw new IllegalStateException("the copy has more than " + MOST_ROWS + " rows, and none of them says which"
                    + " instance it is of: nothing is changed. Use an empty database for " + instanceId);
        }
        return new Plan(
                bound, letters, rows.stream().map(RemovableRow::toString).toList());
    }

    private static void requireForm(String instanceId) {
        if (!InstanceId.isOfClerksForm(instanceId)) {
            throw new IllegalArgumentException(
                    "write the id of a Clerk instance, ins_ and 27 letters and digits: bind ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S");
        }
    }
}
