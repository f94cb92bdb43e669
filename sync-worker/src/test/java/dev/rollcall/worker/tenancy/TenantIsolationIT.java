package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tenants in every table of clerk, and every way from one to the other. */
class TenantIsolationIT {

    private static final String DENIED = "42501";

    private static TestDatabase database;

    @BeforeAll
    static void fillDatabase() {
        database = TestDatabase.create();
        TwoTenants.fill(database);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    static Stream<String> tables() {
        return TwoTenants.tables(database).stream();
    }

    static Stream<String> tenantTables() {
        return tables().filter(table -> !grantedColumns(table).isEmpty());
    }

    private static String grantedColumns(String table) {
        return database.rows("""
                        select quote_ident(attname) from pg_attribute
                        where attrelid = 'clerk.%s'::regclass and attnum > 0 and not attisdropped
                          and has_column_privilege('rollcall_tenant', attrelid, attnum, 'select')
                        """.formatted(table)).stream().collect(Collectors.joining(", "));
    }

    private static void expectOnlyOurs(String table, List<String> rows) {
        assertThat(rows).as(table).isNotEmpty();
        if (!TwoTenants.SHARED.contains(table)) {
            assertThat(rows)
                    .as(table)
                    .allMatch(row -> row.contains(TwoTenants.OURS))
                    .noneMatch(row -> row.contains(TwoTenants.THEIRS));
        }
    }

    @ParameterizedTest
    @MethodSource("tenantTables")
    void aTenantThatNamesNoOrganizationInItsQueryReadsItsOwnRowsOnly(String table) throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            expectOnlyOurs(table, tenant.rows("select " + grantedColumns(table) + " from clerk." + table));
        }
    }

    @ParameterizedTest
    @MethodSource("tenantTables")
    void aTenantWithoutAnOrganizationReadsNothing(String table) throws SQLException {
        String query = "select " + grantedColumns(table) + " from clerk." + table;
        try (Caller tenant = Caller.as(database, "rollcall_tenant")) {
            assertThat(tenant.rows(query)).isEmpty();
            assertThat(tenant.actingFor("").rows(query)).isEmpty();
            assertThat(tenant.actingFor("org_of_nobody").rows(query))
                    .hasSize(TwoTenants.SHARED.contains(table) ? 2 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aTenantWritesNothing(String table) throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            String column = table.equals("other_objects") ? "resource" : "id";
            for (String write : List.of(
                    TwoTenants.insertion(database, table, "charlie"),
                    "update clerk." + table + " set " + column + " = 'x'",
                    "delete from clerk." + table,
                    "truncate clerk." + table,
                    "select " + column + " from clerk." + table + " for update",
                    "copy clerk." + table + " to stdout")) {
                assertThat(tenant.refusal(write).getSQLState()).as(write).isEqualTo(DENIED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void grantsGivenByMistakeShowATenantNothingOfOthersAndWriteNothing(String table) throws SQLException {
        try (Login careless = new Login(database, "careless", "in role rollcall_tenant")) {
            database.execute("grant usage on schema clerk to " + careless.name);
            database.execute("grant all on clerk." + table + " to " + careless.name);
            expectConfined(careless, table);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aLoginThatIsTenantAndBackendSeesOneTenant(String table) throws SQLException {
        try (Login both = new Login(database, "backend_too", "in role rollcall_tenant, rollcall_backend")) {
            expectConfined(both, table);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aLoginThatIsTenantAndWorkerSeesOneTenantAndWritesNothing(String table) throws SQLException {
        try (Login both = new Login(database, "worker_too", "in role rollcall_tenant, rollcall_sync")) {
            expectConfined(both, table);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void anAddedPolicyForEverybodyShowsATenantNothingMore(String table) throws SQLException {
        database.execute("create policy added on clerk." + table + " to public using (true) with check (true)");
        try (Login careless = new Login(database, "widened", "in role rollcall_tenant")) {
            database.execute("grant all on clerk." + table + " to " + careless.name);
            expectConfined(careless, table);
        } finally {
            database.execute("drop policy added on clerk." + table);
        }
    }

    private static void expectConfined(Login login, String table) throws SQLException {
        String before = database.rows("select md5(string_agg(t::text, '' order by t::text)) from clerk." + table + " t")
                .getFirst();
        boolean visible = !grantedColumns(table).isEmpty();
        try (Caller caller = login.connect()) {
            assertThat(caller.rows("select * from clerk." + table))
                    .as("without an organization")
                    .isEmpty();
            caller.actingFor(TwoTenants.OUR_ORGANIZATION);
            if (visible) {
                expectOnlyOurs(table, caller.rows("select * from clerk." + table));
            } else {
                assertThat(caller.rows("select * from clerk." + table)).isEmpty();
            }
            for (String write : List.of(
                    TwoTenants.insertion(database, table, "charlie"),
                    TwoTenants.insertion(database, table, TwoTenants.THEIRS) + " on conflict do nothing")) {
                assertThat(caller.refusal(write).getSQLState()).as(write).isEqualTo(DENIED);
            }
            String column = table.equals("other_objects") ? "resource" : "id";
            for (String write : List.of(
                    "update clerk.%1$s t set %2$s = %2$s where t::text like '%%bravo%%'",
                    "delete from clerk.%1$s t where t::text like '%%bravo%%'")) {
                if (!TwoTenants.SHARED.contains(table)) {
                    assertThat(caller.changes(write.formatted(table, column)))
                            .as(write)
                            .isZero();
                }
            }
            if (visible) {
                // Its own it reads only.
                assertThat(caller.changes("update clerk.%1$s set %2$s = 'x'".formatted(table, column)))
                        .isZero();
            }
        }
        assertThat(database.rows("select md5(string_agg(t::text, '' order by t::text)) from clerk." + table + " t"))
                .containsExactly(before);
    }

    @Test
    void joinsInEveryFormStayWithTheTenant() throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            for (String join : List.of("cross join", "full join", "left join", "right join")) {
                List<String> rows = tenant.rows("""
                        select u.id, u.first_name, m.user_id, e.email_address, i.email_address, o.name, s.id
                        from clerk.users u
                        %1$s clerk.organization_memberships m %2$s
                        %1$s clerk.user_email_addresses e %2$s
                        %1$s clerk.organization_invitations i %2$s
                        %1$s clerk.organizations o %2$s
                        %1$s clerk.subscriptions s %2$s
                        """.formatted(join, join.startsWith("cross") ? "" : "on true"));
                assertThat(rows).as(join).hasSize(1).noneMatch(row -> row.contains(TwoTenants.THEIRS));
            }
            assertThat(tenant.rows("""
                            select u.first_name from clerk.users u
                            where u.id in (select user_id from clerk.organization_memberships where organization_id = 'org_bravo')
                               or u.id = 'user_bravo' or exists (select from clerk.organizations where id = 'org_bravo')
                            """)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("tenantTables")
    void aFunctionThatTellsWhatItIsAskedIsNotAskedAboutOthersRows(String table) throws SQLException {
        if (TwoTenants.SHARED.contains(table)) {
            return;
        }
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            tenant.write("""
                    create function pg_temp.tell(value text) returns boolean language plpgsql cost 0.0000001 as
                    $$ begin raise notice 'told %', value; return true; end $$
                    """);
            assertThat(tenant.notices("select 1 from clerk." + table + " where pg_temp.tell(id)"))
                    .hasSize(1)
                    .allMatch(notice -> notice.contains(TwoTenants.OURS));
        }
    }

    @Test
    void errorsSayNothingOfOthersRows() throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            assertThat(tenant.refusal("select first_name::integer from clerk.users")
                            .getMessage())
                    .contains(TwoTenants.OURS)
                    .doesNotContain(TwoTenants.THEIRS);
            assertThat(tenant.rows("select 1 / (case when id = 'user_bravo' then 0 else 1 end) from clerk.users"))
                    .hasSize(1);
        }
        try (Login both = new Login(database, "prober", "in role rollcall_tenant, rollcall_sync");
                Caller prober = both.connect().actingFor(TwoTenants.OUR_ORGANIZATION)) {
            assertThat(prober.refusal(TwoTenants.insertion(database, "users", TwoTenants.THEIRS)
                                    .replace("secret of bravo", "a guess"))
                            .getMessage())
                    .contains("row-level security")
                    .doesNotContain("secret");
        }
    }

    @Test
    void statisticsOfThePlannerShowATenantNothing() throws SQLException {
        database.execute("analyze clerk.users");
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            assertThat(tenant.rows("select tablename, attname from pg_stats where schemaname = 'clerk'"))
                    .isEmpty();
        }
    }

    @Test
    void viewsAndBookkeepingAreClosedToATenant() throws SQLException {
        List<String> relations = database.rows("""
                select c.oid::regclass from pg_class c
                where c.relnamespace = 'clerk'::regnamespace and c.relkind in ('v', 'm')
                   -- Which of the application's tables are protected is for everybody, as the catalogs are.
                   or c.relnamespace = 'rollcall'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relname <> 'protected'
                order by 1
                """);
        assertThat(relations).contains("clerk.active_users", "rollcall.dead_letters");
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            for (String relation : relations) {
                assertThat(tenant.refusal("select * from " + relation).getSQLState())
                        .as(relation)
                        .isEqualTo(DENIED);
            }
        }
    }

    @Test
    void aTenantReadsNothingPrivate() throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            for (String column : List.of(
                    "users.private_metadata",
                    "users.unsafe_metadata",
                    "users.extra",
                    "users.external_id",
                    "organizations.private_metadata",
                    "organization_memberships.private_metadata",
                    "organization_invitations.private_metadata",
                    "organization_invitations.data",
                    "organization_domains.verification",
                    "organization_domains.affiliation_email_address",
                    "user_email_addresses.verification",
                    "payment_attempts.payee",
                    "payment_attempts.payment_source",
                    "payment_attempts.gateway_external_id",
                    "subscriptions.payer_id")) {
                String[] parts = column.split("[.]");
                assertThat(tenant.refusal("select " + parts[1] + " from clerk." + parts[0])
                                .getSQLState())
                        .as(column)
                        .isEqualTo(DENIED);
            }
        }
        assertThat(database.rows("""
                        select a.attrelid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where c.relnamespace = 'clerk'::regnamespace and a.attnum > 0 and not a.attisdropped
                          and has_column_privilege('rollcall_tenant', a.attrelid, a.attnum, 'select')
                          and (a.attname ~ '^(sync_(?!incomplete$)|private_|unsafe_|extra$|erased_)' or a.attname ~ 'payee|payer|gateway|verification|source')
                        """)).isEmpty();
    }

    @Test
    void setTenantInAutocommitShowsNothing() throws SQLException {
        try (var connection = database.connect("rollcall_tenant");
                var statement = connection.createStatement()) {
            statement.execute("select rollcall.set_tenant('org_alfa')");
            try (var users = statement.executeQuery("select id from clerk.users")) {
                assertThat(users.next()).isFalse();
            }
        }
    }

    @Test
    void theOrganizationOfOneTransactionIsGoneInTheNextOfTheSameConnection() throws SQLException {
        try (Caller pooled = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            assertThat(pooled.rows("select id from clerk.users")).hasSize(1);
            pooled.commit();
            assertThat(pooled.rows("select id from clerk.users")).isEmpty();
        }
    }

    @Test
    void aStatementPreparedForOneTenantAnswersForTheNext() throws SQLException {
        try (Caller pooled = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            pooled.write("set plan_cache_mode = force_generic_plan");
            pooled.write("prepare users as select id from clerk.users");
            assertThat(pooled.rows("execute users")).containsExactly("user_alfa");
            assertThat(pooled.actingFor("org_bravo").rows("execute users")).containsExactly("user_bravo");
            assertThat(pooled.actingFor("").rows("execute users")).isEmpty();
        }
    }
}
