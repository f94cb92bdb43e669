package dev.rollcall.worker.erase;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.instance.InstanceBinding;
import dev.rollcall.worker.publish.EventPublisher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code erase}: ends an object where it still lives, by an event like any other, and erases it now. */
public final class ErasureOnRequest {

    private final DataSource database;
    private final EventPublisher publisher;
    private final Duration patience;

    /** @param patience how long the worker may take to apply the delete */
    public ErasureOnRequest(DataSource database, EventPublisher publisher, Duration patience) {
        this.database = database;
        this.publisher = publisher;
        this.patience = patience;
    }

    /**
     * Erases an object.
     *
     * @param id of a user or an organization
     * @return lines for the operator: every place that was cleaned, and what goes by itself
     * @throws IllegalArgumentException when the id is neither a user's nor an organization's
     * @throws IllegalStateException when the worker did not end the object in time
     */
    public List<String> erase(String id) throws SQLException, InterruptedException {
        Resource resource = resourceOf(id);
        List<String> report = new ArrayList<>();
        if (!hasEnded(resource, id)) {
            publishDelete(resource, id);
            report.add("published %s.deleted for it: the row has ended, and takes no state any more"
                    .formatted(resource.eventName()));
        }
        List<String> addresses = addressesOf(resource, id);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Map<String, Integer> rows = Erasure.erase(connection, resource, id);
            int deadLetters = deleteDeadLetters(connection, id);
            int invitations = rowsWith(connection, "clerk.organization_invitations", addresses);
            int waiting = rowsWith(connection, "clerk.waitlist_entries", addresses);
            connection.commit();
            rows.forEach((table, count) ->
                    report.add("%s: %d rows erased, with their child rows and their values in rollcall.history"
                            .formatted(table, count)));
            if (rows.isEmpty()) {
                report.add("no row had content any more");
            }
            report.add("rollcall.dead_letters: %d entries removed".formatted(deadLetters));
            if (invitations + waiting > 0) {
                report.add(("still there: %d invitations and %d waiting-list entries with one of its addresses;"
                                + " they are objects of their own: delete them in Clerk")
                        .formatted(invitations, waiting));
            }
        }
        return report;
    }

    private static Resource resourceOf(String id) {
        for (Resource resource : List.of(Resource.USER, Resource.ORGANIZATION)) {
            if (EntityId.isValid(id) && resource.accepts(id)) {
                return resource;
            }
        }
        throw new IllegalArgumentException("write the id of a user or an organization, such as user_2abc or org_2abc");
    }

    private void publishDelete(Resource resource, String id) throws SQLException, InterruptedException {
        EventType type = new EventType(resource.eventName() + ".deleted");
        publisher.publish(
                new MessageId("erase_" + UUID.randomUUID()),
                type,
                EventOrigin.REPLAY,
                id,
                EventPublisher.envelope(
                        type,
                        System.currentTimeMillis(),
                        instanceId(),
                        new JsonMapper()
                                .createObjectNode()
                                .put("id", id)
                                .put("object", resource.eventName())
                                .put("deleted", true)));
        publisher.flush();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (!hasEnded(resource, id)) {
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException("the delete is published, but no worker has applied it within %d s:"
                                .formatted(patience.toSeconds())
                        + " look whether one runs, and run the command again");
            }
            Thread.sleep(100);
        }
    }

    private boolean hasEnded(Resource resource, String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select 1 from clerk.%s where id = ? and deleted_at is not null".formatted(resource.table()))) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private @Nullable String instanceId() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return InstanceBinding.of(connection);
        }
    }

    private List<String> addressesOf(Resource resource, String id) throws SQLException {
        List<String> addresses = new ArrayList<>();
        if (resource == Resource.USER) {
            try (Connection connection = database.getConnection();
                    PreparedStatement select = connection.prepareStatement(
                            "select email_address from clerk.user_email_addresses where user_id = ?")) {
                select.setString(1, id);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        addresses.add(rows.getString(1));
                    }
                }
            }
        }
        return addresses;
    }

    private static int deleteDeadLetters(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from rollcall.dead_letters where entity_id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate();
        }
    }

    private static int rowsWith(Connection connection, String table, List<String> addresses) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select count(*) from %s where email_address = any (?)".formatted(table))) {
            select.setArray(1, connection.createArrayOf("text", addresses.toArray()));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
