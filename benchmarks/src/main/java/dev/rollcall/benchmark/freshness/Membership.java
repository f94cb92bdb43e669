package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.model.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Memberships of organizations: their events, straight into the topic, and what became of them in table and feed. */
final class Membership implements AutoCloseable {

    private static final String ENDED = """
            select count(*) from clerk.organization_memberships
            where organization_id = ? and deleted_at is not null""";

    private final Servers servers;
    private final Producer<byte[], byte[]> producer;

    Membership(Servers servers) {
        this.servers = servers;
        producer = servers.producer();
    }

    /** That many users become members, each of this organization alone. */
    @SuppressWarnings("FutureReturnValueIgnored") // flushed below; a lost record would keep the caller waiting
    void join(String organization, int members) {
        long now = System.currentTimeMillis();
        for (int number = 0; number < members; number++) {
            String suffix = suffix(organization, number);
            var event = new ProducerRecord<>(
                    servers.topics().events(), bytes(id(organization, number)), joined(suffix, organization, now));
            event.headers()
                    .add(EventHeaders.MESSAGE_ID, bytes("msg_" + suffix))
                    .add(EventHeaders.ORIGIN, bytes("webhook"))
                    .add(EventHeaders.RECEIVED_AT, bytes(Long.toString(now)));
            producer.send(event);
        }
        producer.flush();
    }

    /** Of one of the memberships of {@link #join}. */
    static String id(String organization, int number) {
        return "orgmem_" + suffix(organization, number);
    }

    private static String suffix(String organization, int number) {
        return "%s%08d".formatted(organization, number);
    }

    private static byte[] joined(String suffix, String organization, long now) {
        return bytes("""
                {"data":{"object":"organization_membership","id":"orgmem_%1$s","role":"org:member","role_name":"Member",\
                "permissions":["org:posts:read"],"public_metadata":{},"private_metadata":{},\
                "organization":{"object":"organization","id":"%2$s","name":"Analytical Engines","slug":"%2$s",\
                "created_at":1750000000000,"updated_at":1750000000000},\
                "public_user_data":{"user_id":"user_%1$s","first_name":"Ada","last_name":"Lovelace",\
                "identifier":"ada%1$s@example.com"},"created_at":1750000000000,"updated_at":1750000000000},\
                "instance_id":"ins_benchmark000000000000000000","object":"event","timestamp":%3$d,\
                "type":"organizationMembership.created"}""".formatted(suffix, organization, now));
    }

    /** The body of the event that ends an organization. */
    static byte[] end(String organization) {
        return bytes("""
                {"data":{"deleted":true,"id":"%s","object":"organization"},\
                "instance_id":"ins_benchmark000000000000000000","object":"event","timestamp":%d,\
                "type":"organization.deleted"}""".formatted(organization, System.currentTimeMillis()));
    }

    /** @throws IllegalStateException when the figures would be of something else than what was to be measured */
    void requireEnded(String organization, int members) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.administratorUrl());
                PreparedStatement select = connection.prepareStatement(ENDED)) {
            select.setString(1, organization);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getInt(1) != members) {
                    throw new IllegalStateException("not every membership of " + organization + " is ended");
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
