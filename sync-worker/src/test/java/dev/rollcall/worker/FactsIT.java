package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.Events.Event;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of Clerk's events and decides correctness; each test is named after its fact. */
class FactsIT {

    private static TestDatabase database;
    private Applying applying;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTables() {
        database.clear();
        applying = new Applying(database.pool);
    }

    private void apply(Event... events) throws SQLException {
        for (Event event : events) {
            applying.apply(List.of(new Placed(event, 0)));
        }
    }

    private String one(String query) {
        return database.rows(query).getFirst();
    }

    @Test
    void fact01ADeleteCanCarryAnOldUpdatedAt() throws SQLException {
        apply(
                Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "a"),
                Events.membership("m2", "updated", "orgmem_1", "org_1", "user_1", 2000, "b"),
                Events.membershipDeleted("m0", "orgmem_1", "org_1", "user_1", 2000, 400_000_000));
        assertThat(one("select deleted_at is not null from clerk.organization_memberships"))
                .isEqualTo("t");
    }

    @Test
    void fact02StubDeletesCarryNoUpdatedAtAndAreDatedByTheEnvelope() throws SQLException {
        apply(
                Events.user("m1", "created", "user_1", 1000, "Ann", List.of()),
                Events.deleted("m2", "user", "user_1", 5000));
        assertThat(one("select (extract(epoch from deleted_at) * 1000)::bigint - " + Events.BASE + " from clerk.users"))
                .isEqualTo("5000");
    }

    @Test
    void fact03EnvelopeAndUpdatedAtAreDifferentClocksSoTheObjectsOwnComesFirst() throws SQLException {
        Event newer = Events.event("m1", "user.updated", 2010, "user_1", user("user_1", 2000, "Newer"));
        Event older = Events.event("m2", "user.updated", 2099, "user_1", user("user_1", 1999, "Older"));
        apply(newer, older);
        assertThat(one("select first_name from clerk.users")).isEqualTo("Newer");
    }

    @Test
    void fact04TwoUpdatesCanShareUpdatedAtAndOneOfThemWinsInEveryOrder() throws SQLException {
        Event one = Events.event("msg_a", "user.updated", 2000, "user_1", user("user_1", 2000, "A"));
        Event other = Events.event("msg_b", "user.updated", 2000, "user_1", user("user_1", 2000, "B"));
        apply(one, other);
        String first = one("select first_name from clerk.users");
        database.clear();
        applying = new Applying(database.pool);
        apply(other, one);
        assertThat(one("select first_name from clerk.users")).isEqualTo(first).isEqualTo("B");
    }

    @Test
    void fact05TheTimeOfTheAttemptOrdersNothing() {
        Event event = Events.user("m1", "created", "user_1", 1000, "Ann", List.of());
        Decoded first = decode(event, "1700000000");
        Decoded retried = decode(event, "1700099999");
        assertThat(((Decoded.OfEntity) first).version()).isEqualTo(((Decoded.OfEntity) retried).version());
    }

    @Test
    void fact06IdsAreNeverReusedSoALateUpdateResurrectsNobody() throws SQLException {
        apply(
                Events.user("m1", "created", "user_1", 1000, "Ann", List.of()),
                Events.deleted("m2", "user", "user_1", 2000),
                Events.user("m3", "updated", "user_1", 9000, "Back", List.of()));
        assertThat(one("select deleted_at is not null, first_name from clerk.users"))
                .isEqualTo("t|Ann");
    }

    @Test
    void fact07EventsOfOneActionArriveInAnyOrder() throws SQLException {
        List<Event> events = Arrays.asList(
                Events.organization("m1", "created", "org_1", 1000, "Acme"),
                Events.user("m2", "created", "user_1", 1003, "Ann", List.of("a@x.y")),
                Events.membership("m3", "created", "orgmem_1", "org_1", "user_1", 1017, "org:admin"));
        for (int rotation = 0; rotation < 3; rotation++) {
            Collections.rotate(events, 1);
            for (int turn = 0; turn < 2; turn++) {
                Collections.reverse(events);
                database.clear();
                applying = new Applying(database.pool);
                apply(events.toArray(new Event[0]));
                assertThat(one("""
                                select count(*) from clerk.organization_memberships m
                                join clerk.users u on u.id = m.user_id join clerk.organizations o on o.id = m.organization_id
                                """)).isEqualTo("1");
            }
        }
    }

    @Test
    void fact08EmbeddedSnapshotsWriteNothing() throws SQLException {
        apply(Events.organization("m1", "created", "org_1", 1000, "Acme"));
        String embedded = "{\"id\":\"orgmem_1\",\"role\":\"r\",\"organization\":{\"id\":\"org_1\",\"name\":\"Newer\","
                + "\"updated_at\":" + (Events.BASE + 9_000) + "},\"public_user_data\":{\"user_id\":\"user_1\"},"
                + "\"updated_at\":" + (Events.BASE + 9_000) + "}";
        apply(Events.event("m2", "organizationMembership.created", 9_000, "orgmem_1", embedded));
        assertThat(one("select name, sync_message_id from clerk.organizations")).isEqualTo("Acme|m1");
        assertThat(database.count("clerk.users")).isZero();
    }

    @Test
    void fact09DeletingAnOrganizationEndsWhatBelongsToIt() throws SQLException {
        apply(
                Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "r"),
                invitation("m2", "orginv_1", "org_1", 1000),
                domain("m3", "orgdmn_1", "org_1", 1000),
                Events.deleted("m4", "organization", "org_1", 2000),
                Events.membershipDeleted("m5", "orgmem_1", "org_1", "user_1", 1000, 2010),
                invitation("m6", "orginv_2", "org_1", 3000),
                domain("m7", "orgdmn_2", "org_1", 3000));
        assertThat(database.rows("""
                        select id, deleted_at is not null from clerk.organization_memberships
                        union all select id, deleted_at is not null from clerk.organization_invitations
                        union all select id, deleted_at is not null from clerk.organization_domains order by 1
                        """))
                .containsExactly("orgdmn_1|t", "orgdmn_2|t", "orginv_1|t", "orginv_2|t", "orgmem_1|t");
        assertThat(one("select count(*) from clerk.organization_invitations where email_address is not null"))
                .as("the one that came after the delete shows nothing")
                .isEqualTo("1");
    }

    @Test
    void fact10DeletingAUserEndsMembershipsAndSessions() throws SQLException {
        apply(
                Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "r"),
                session("m2", "sess_1", "user_1", 1000),
                session("m3", "sess_2", "user_2", 1000),
                Events.deleted("m4", "user", "user_1", 2000),
                session("m5", "sess_3", "user_1", 3000));
        assertThat(database.rows("""
                        select id, deleted_at is not null from clerk.organization_memberships
                        union all select id, deleted_at is not null from clerk.sessions order by 1
                        """)).containsExactly("orgmem_1|t", "sess_1|t", "sess_2|f", "sess_3|t");
    }

    @Test
    void fact11ARoleChangesWithoutItsMembershipsSoPermissionsAreTheRoles() throws SQLException {
        apply(
                Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "org:editor"),
                role("m2", "role_1", 1000, "org:books:read", "org:books:edit"),
                role("m3", "role_1", 2000, "org:books:read"));
        assertThat(database.rows("""
                        select rp.key from clerk.organization_memberships m join clerk.roles r on r.key = m.role
                        join clerk.role_permissions rp on rp.role_id = r.id where m.user_id = 'user_1'
                        """)).containsExactly("org:books:read");
    }

    @Test
    void fact12ACopyOfAProfileInAMembershipIsNotKept() throws SQLException {
        apply(Events.membership("m1", "created", "orgmem_1", "org_1", "user_1", 1000, "r"));
        assertThat(one("select to_jsonb(m)::text like '%a@b.c%' from clerk.organization_memberships m"))
                .isEqualTo("f");
    }

    @Test
    void fact13AnEmptyStringIsNoTenant() throws SQLException {
        apply(Events.event(
                "m1",
                "subscription.created",
                1000,
                "csub_1",
                "{\"id\":\"csub_1\",\"payer\":{\"id\":\"cpayer_1\",\"user_id\":\"user_1\",\"organization_id\":\"\"}}"));
        assertThat(one("select organization_id, user_id, payer_id, extra from clerk.subscriptions"))
                .isEqualTo("-|user_1|cpayer_1|-");
    }

    @Test
    void fact14PrivateMetadataCanBeLeftOut() {
        String data = "{\"id\":\"user_1\",\"private_metadata\":{\"a\":1},\"public_metadata\":{\"b\":2}}";
        Event event = Events.event("m1", "user.created", 1, "user_1", data);
        Decoded.State with = (Decoded.State) new RecordDecoder(Set.of(), Clock.systemUTC()).decode(source(event, "1"));
        Decoded.State without = (Decoded.State)
                new RecordDecoder(Set.of("private_metadata"), Clock.systemUTC()).decode(source(event, "1"));
        assertThat(with.table().valueOf(with.row(), "private_metadata")).isEqualTo("{\"a\":1}");
        assertThat(with.table().valueOf(without.row(), "private_metadata")).isNull();
        assertThat(with.table().valueOf(without.row(), "public_metadata")).isEqualTo("{\"b\":2}");
    }

    @Test
    void fact15UsersWithoutAnAddressAndTwoUsersWithTheSameOne() throws SQLException {
        apply(
                Events.user("m1", "created", "user_1", 1000, "None", List.of()),
                Events.user("m2", "created", "user_2", 1000, "Old", List.of("same@x.y")),
                Events.user("m3", "created", "user_3", 2000, "New", List.of("same@x.y")),
                Events.deleted("m4", "user", "user_2", 1500));
        assertThat(database.rows("""
                        select u.id from clerk.users u join clerk.user_email_addresses e on e.user_id = u.id
                        where u.deleted_at is null and e.email_address = 'same@x.y'
                        """)).containsExactly("user_3");
        assertThat(database.count("clerk.users")).isEqualTo(3);
    }

    @Test
    void fact16DevelopmentAndProductionAreSeparateInstances() throws SQLException {
        InstanceBinding binding = new InstanceBinding("ins_production");
        Decoded foreign = decode(Events.user("m1", "created", "user_1", 1, "Ann", List.of()), "1");
        assertThat(binding.screen(List.of(foreign), new MemoryBinding("ins_production"))
                        .events())
                .singleElement()
                .isInstanceOf(Decoded.Rejected.class);
    }

    @Test
    void fact17OnlyTheseTablesHaveATenant() {
        assertThat(database.rows("""
                        select table_name from information_schema.columns
                        where table_schema = 'clerk' and column_name = 'organization_id'
                          and table_name in (select tablename from pg_tables where schemaname = 'clerk') order by 1
                        """))
                .containsExactly(
                        "organization_domains",
                        "organization_invitations",
                        "organization_memberships",
                        "payment_attempts",
                        "subscription_items",
                        "subscriptions");
    }

    @Test
    void fact18ArrivalIsNotTheOrderWhateverThePartition() throws SQLException {
        applying.apply(List.of(
                new Placed(Events.user("m2", "updated", "user_1", 2000, "New", List.of()), 1),
                new Placed(Events.user("m1", "created", "user_1", 1000, "Old", List.of()), 7)));
        applying.apply(List.of(new Placed(Events.user("m1", "created", "user_1", 1000, "Old", List.of()), 3)));
        assertThat(one("select first_name from clerk.users")).isEqualTo("New");
    }

    private static Decoded decode(Event event, String attemptAt) {
        return new RecordDecoder(Set.of(), Clock.systemUTC()).decode(source(event, attemptAt));
    }

    private static SourceRecord source(Event event, String attemptAt) {
        ConsumerRecord<byte[], byte[]> consumed = new ConsumerRecord<>("events", 0, 0, null, event.bytes());
        consumed.headers()
                .add(EventHeaders.MESSAGE_ID, event.messageId().getBytes(StandardCharsets.UTF_8))
                .add(EventHeaders.TIMESTAMP, attemptAt.getBytes(StandardCharsets.UTF_8))
                .add(
                        EventHeaders.RECEIVED_AT,
                        Long.toString(System.currentTimeMillis()).getBytes(StandardCharsets.UTF_8));
        return new SourceRecord(consumed);
    }

    private static String user(String id, long updatedAt, String firstName) {
        return "{\"id\":\"" + id + "\",\"first_name\":\"" + firstName + "\",\"updated_at\":" + (Events.BASE + updatedAt)
                + "}";
    }

    private static Event invitation(String messageId, String id, String organization, long updatedAt) {
        return Events.event(
                messageId,
                "organizationInvitation.created",
                updatedAt,
                id,
                "{\"id\":\"" + id + "\",\"organization_id\":\"" + organization
                        + "\",\"email_address\":\"i@x.y\",\"updated_at\":" + (Events.BASE + updatedAt) + "}");
    }

    private static Event domain(String messageId, String id, String organization, long updatedAt) {
        return Events.event(
                messageId,
                "organizationDomain.updated",
                updatedAt,
                id,
                "{\"id\":\"" + id + "\",\"organization_id\":\"" + organization + "\",\"updated_at\":"
                        + (Events.BASE + updatedAt) + "}");
    }

    private static Event session(String messageId, String id, String user, long updatedAt) {
        return Events.event(
                messageId,
                "session.created",
                updatedAt,
                id,
                "{\"id\":\"" + id + "\",\"user_id\":\"" + user + "\",\"user\":null,\"updated_at\":"
                        + (Events.BASE + updatedAt) + "}");
    }

    private static Event role(String messageId, String id, long updatedAt, String... permissions) {
        StringBuilder array = new StringBuilder();
        for (String permission : permissions) {
            array.append(array.isEmpty() ? "" : ",")
                    .append("{\"id\":\"perm_")
                    .append(Integer.toHexString(permission.hashCode()))
                    .append("\",\"key\":\"")
                    .append(permission)
                    .append("\"}");
        }
        return Events.event(
                messageId,
                "role.updated",
                updatedAt,
                id,
                "{\"id\":\"" + id + "\",\"key\":\"org:editor\",\"permissions\":[" + array + "],\"updated_at\":"
                        + (Events.BASE + updatedAt) + "}");
    }
}
