package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.worker.Applying.Placed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that writes rows of its own before the webhook comes, and waits for it where it must. */
class PlaceholderTenancyIT {

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

    private static String backend(String query) throws SQLException {
        return as("rollcall_backend", query);
    }

    private static String as(String role, String query) throws SQLException {
        try (Connection connection = database.connect(role);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private void arrives(Events.Event event) throws SQLException {
        applying.apply(List.of(new Placed(event, 0)));
    }

    @Test
    void aForeignKeyHoldsBeforeTheEventAndTheEventFillsTheRow() throws SQLException {
        database.execute("create table profiles (user_id text primary key references clerk.users (id),"
                + " organization_id text references clerk.organizations (id))");
        try {
            assertThatThrownBy(() -> database.execute("insert into profiles values ('user_1', 'org_1')"))
                    .rootCause()
                    .hasMessageContaining("foreign key");
            assertThat(backend("select rollcall.ensure_user('user_1')")).isEqualTo("user_1");
            assertThat(backend("select rollcall.ensure_organization('org_1')")).isEqualTo("org_1");
            database.execute("insert into profiles values ('user_1', 'org_1')");
            assertThat(backend("select count(*) from clerk.active_users")).isEqualTo("0");

            arrives(Events.user("m1", "created", "user_1", 1000, "Ann", List.of("a@x.y")));
            arrives(Events.organization("m2", "created", "org_1", 1000, "Acme"));
            assertThat(database.rows("select id, first_name, sync_revision from clerk.users"))
                    .containsExactly("user_1|Ann|1");
            assertThat(database.rows("select id, name, sync_revision from clerk.organizations"))
                    .containsExactly("org_1|Acme|1");
            assertThat(applying.feed).hasSize(2);
        } finally {
            database.execute("drop table profiles");
        }
    }

    @Test
    void itChangesNoRowThatIsThere() throws SQLException {
        arrives(Events.user("m1", "created", "user_1", 1000, "Ann", List.of()));
        arrives(Events.deleted("m2", "user", "user_2", 1000));
        List<String> before = database.rows("select * from clerk.users order by id");
        assertThat(backend("select rollcall.ensure_user('user_1')")).isEqualTo("user_1");
        assertThat(backend("select rollcall.ensure_user('user_2')")).isEqualTo("user_2");
        assertThat(database.rows("select * from clerk.users order by id")).isEqualTo(before);
    }

    @Test
    void aRoleThatMigratesAnApplicationNeedsNoMoreThanReferences() throws SQLException {
        assertThat(database.rows("""
                        select has_column_privilege('rollcall_backend', 'clerk.users', 'id', 'references'),
                               has_column_privilege('rollcall_backend', 'clerk.organizations', 'id', 'references'),
                               has_table_privilege('rollcall_backend', 'clerk.users', 'references')
                        """)).containsExactly("t|t|f");
    }

    @Test
    void onlyWhatMayBeAnIdBecomesAPlaceholder() {
        for (String wrong : List.of("org_1", "user_", "user_1 ", "user_1\n", "user_é", "x", "USER_1")) {
            assertThatThrownBy(() -> backend("select rollcall.ensure_user('" + wrong + "')"))
                    .as(wrong)
                    .hasMessageContaining("not the id of a user");
        }
        assertThatThrownBy(() -> backend("select rollcall.ensure_user(null)")).hasMessageContaining("null");
        assertThatThrownBy(() -> backend("select rollcall.ensure_organization('user_1')"))
                .hasMessageContaining("not the id of an organization");
    }

    @Test
    void aTenantMakesNoPlaceholders() {
        for (String call : List.of("ensure_user('user_1')", "ensure_organization('org_1')", "is_synced('user_1')")) {
            assertThatThrownBy(() -> as("rollcall_tenant", "select rollcall." + call))
                    .as(call)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void anObjectIsSyncedWhenItsRowIsAsNewAsAskedOrEnded() throws SQLException {
        assertThat(backend("select rollcall.is_synced('user_1')")).isEqualTo("f");
        backend("select rollcall.ensure_user('user_1')");
        assertThat(backend("select rollcall.is_synced('user_1')")).isEqualTo("f");
        arrives(Events.user("m1", "created", "user_1", 1000, "Ann", List.of()));
        assertThat(backend("select rollcall.is_synced('user_1')")).isEqualTo("t");
        String since = "select rollcall.is_synced('user_1', to_timestamp(%s))";
        double second = Events.BASE / 1e3;
        assertThat(backend(since.formatted(second + 1))).isEqualTo("t");
        assertThat(backend(since.formatted(second + 1.001))).isEqualTo("f");
        assertThat(backend("select rollcall.is_synced('user_1', 'infinity')")).isEqualTo("f");
        assertThat(backend("select rollcall.is_synced('user_1', '-infinity')")).isEqualTo("t");
        arrives(Events.deleted("m2", "user", "user_1", 2000));
        assertThat(backend("select rollcall.is_synced('user_1', 'infinity')")).isEqualTo("t");
    }

    @Test
    void thePrefixNamesTheTable() throws SQLException {
        Map<String, String> tables = Map.ofEntries(
                Map.entry("user", "users"),
                Map.entry("org", "organizations"),
                Map.entry("orgmem", "organization_memberships"),
                Map.entry("orginv", "organization_invitations"),
                Map.entry("orgdmn", "organization_domains"),
                Map.entry("role", "roles"),
                Map.entry("perm", "permissions"),
                Map.entry("sess", "sessions"),
                Map.entry("wle", "waitlist_entries"),
                Map.entry("csub", "subscriptions"),
                Map.entry("csub_item", "subscription_items"),
                Map.entry("cpa", "payment_attempts"),
                Map.entry("pa", "payment_attempts"));
        for (Map.Entry<String, String> entry : tables.entrySet()) {
            String id = entry.getKey() + "_1";
            assertThat(backend("select rollcall.is_synced('" + id + "')"))
                    .as(id)
                    .isEqualTo("f");
            database.execute("insert into clerk." + entry.getValue()
                    + " (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset,"
                    + " sync_committed_at) values ('" + id + "', 1, 1, 'm', 1, 1, 1, now())");
            assertThat(backend("select rollcall.is_synced('" + id + "')"))
                    .as(id)
                    .isEqualTo("t");
        }
        assertThatThrownBy(() -> backend("select rollcall.is_synced('idn_1')")).hasMessageContaining("not the id");
        assertThatThrownBy(() -> backend("select rollcall.is_synced(null)")).hasMessageContaining("not the id");
    }

    @Test
    void aWaitEndsWithTheEventThatAnotherTransactionCommits() throws Exception {
        backend("select rollcall.ensure_user('user_1')");
        try (Connection waiting = database.connect("rollcall_backend")) {
            int process = Integer.parseInt(pid(waiting));
            AtomicBoolean over = new AtomicBoolean();
            Thread worker = Thread.startVirtualThread(() -> {
                // Not before the wait has begun to sleep: then only a new look finds the row.
                String asleep = "select 1 from pg_stat_activity where wait_event = 'PgSleep' and pid = " + process;
                while (!over.get() && database.rows(asleep).isEmpty()) {
                    Thread.onSpinWait();
                }
                try {
                    arrives(Events.user("m1", "created", "user_1", 1000, "Ann", List.of()));
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            try (Statement statement = waiting.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select rollcall.wait_until_synced('user_1', timeout => interval '30 seconds')")) {
                row.next();
                assertThat(row.getBoolean(1)).isTrue();
            } finally {
                over.set(true);
                worker.join();
            }
            assertThat(database.rows("select sync_revision from clerk.users")).containsExactly("1");
        }
    }

    private static String pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aWaitIsBounded() throws SQLException {
        assertThat(backend("select rollcall.wait_until_synced('user_1', timeout => interval '0')"))
                .isEqualTo("f");
        for (String timeout : List.of("interval '31 seconds'", "interval '-1 second'", "null")) {
            assertThatThrownBy(() -> backend("select rollcall.wait_until_synced('user_1', timeout => " + timeout + ")"))
                    .hasMessageContaining("from 0 to 30 seconds");
        }
        try (Connection connection = database.connect("rollcall_backend")) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            assertThatThrownBy(() ->
                            connection.createStatement().executeQuery("select rollcall.wait_until_synced('user_1')"))
                    .hasMessageContaining("repeatable read transaction never sees");
        }
    }
}
