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

/**
 * A user as the one who acts: {@code user_alfa} is a member of {@code org_alfa} and, beside others, of {@code org_charlie}, and
 * has nothing to do with {@code org_bravo}.
 */
class UserTenancyIT {

    private static final String DENIED = "42501";

    private static TestDatabase database;

    @BeforeAll
    static void fillDatabase() {
        database = TestDatabase.create();
        TwoTenants.fill(database);
        for (String table : List.of("organizations", "users", "organization_memberships", "user_email_addresses")) {
            database.execute(TwoTenants.insertion(database, table, "charlie"));
        }
        database.execute(TwoTenants.insertion(database, "organization_memberships", "alfa_in_charlie"));
        database.execute(
                "update clerk.organization_memberships set user_id = 'user_alfa', organization_id = 'org_charlie'"
                        + " where id = 'organization_memberships_alfa_in_charlie'");
        database.execute(
                TwoTenants.insertion(database, "organization_memberships", "delta")
                        + "; update clerk.organization_memberships set organization_id = 'org_alfa' where id = 'organization_memberships_delta'");
        database.execute("update clerk.user_email_addresses set email_address = user_id || '@example.test',"
                + " verification = '{\"status\": \"verified\"}'");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    static Stream<String> relations() {
        return Stream.concat(
                TwoTenants.tables(database).stream()
                        .filter(table -> !grantedColumns(table).isEmpty())
                        .map(table -> "clerk." + table),
                database
                        .rows("select format('clerk_tenant.%I', relname) from pg_class"
                                + " where relnamespace = 'clerk_tenant'::regnamespace order by 1")
                        .stream());
    }

    private static String grantedColumns(String table) {
        return database.rows("""
                        select quote_ident(attname) from pg_attribute
                        where attrelid = 'clerk.%s'::regclass and attnum > 0 and not attisdropped
                          and has_column_privilege('rollcall_tenant', attrelid, attnum, 'select')
                        """.formatted(table)).stream().collect(Collectors.joining(", "));
    }

    private static String all(String relation) {
        return "select " + (relation.startsWith("clerk.") ? grantedColumns(relation.substring(6)) : "*") + " from "
                + relation + " order by 1, 2";
    }

    private static Caller user(String id) throws SQLException {
        return is(Caller.as(database, "rollcall_tenant"), id);
    }

    private static Caller is(Caller caller, String id) {
        caller.rows("select rollcall.set_user('" + id + "')");
        return caller;
    }

    @ParameterizedTest
    @MethodSource("relations")
    void besideAnOrganizationAUserAddsNothing(String relation) throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            List<String> without = tenant.rows(all(relation));
            assertThat(without).isNotEmpty();
            assertThat(is(tenant, "user_alfa").rows(all(relation))).isEqualTo(without);
        }
    }

    @ParameterizedTest
    @MethodSource("relations")
    void anOrganizationThatTheUserIsNoMemberOfShowsNothingNotEvenTheUsersOwn(String relation) throws SQLException {
        try (Caller caller = user("user_alfa").actingFor("org_bravo")) {
            assertThat(caller.rows(all(relation))).isEmpty();
            assertThat(caller.value("select rollcall.current_organization_id()"))
                    .isEqualTo("-");
            assertThat(caller.value("select rollcall.current_user_id()")).isEqualTo("user_alfa");
        }
    }

    @ParameterizedTest
    @MethodSource("relations")
    void withoutAnOrganizationAUserReadsHisOwn(String relation) throws SQLException {
        try (Caller caller = user("user_alfa")) {
            List<String> rows = caller.rows(all(relation));
            String table = relation.substring(relation.indexOf('.') + 1);
            switch (table) {
                case "users", "user_email_addresses" ->
                    assertThat(rows).singleElement().asString().contains("user_alfa");
                case "organization_memberships" ->
                    assertThat(rows).hasSize(2).allMatch(row -> row.contains("user_alfa"));
                case "organizations" ->
                    assertThat(rows)
                            .hasSize(2)
                            .anyMatch(row -> row.startsWith("org_alfa|"))
                            .anyMatch(row -> row.startsWith("org_charlie|"));
                case "roles", "permissions", "role_permissions" ->
                    assertThat(rows).hasSize(2);
                default -> assertThat(rows).isEmpty();
            }
        }
    }

    @Test
    void whoIsNoUserSeesNothing() throws SQLException {
        for (List<String> nobody : List.of(
                List.of("user_alfa", "update clerk.users set banned = true"),
                List.of("user_alfa", "update clerk.users set banned = null"),
                List.of("user_alfa", "update clerk.users set locked = true"),
                List.of("user_alfa", "update clerk.users set deprovisioned = true"),
                List.of("user_alfa", "update clerk.users set deleted_at = now()"),
                List.of("user_alfa", "update clerk.users set sync_revision = 0"),
                List.of("user_alfa", "update clerk.users set sync_incomplete = '{banned:too_long}'"),
                List.of("user_of_nobody", "select 1"),
                List.of("", "select 1"))) {
            try (Caller caller = new Caller(database.administrator())) {
                caller.notices(nobody.getLast());
                caller.notices("set local role rollcall_tenant");
                is(caller, nobody.getFirst());
                assertThat(caller.value("select rollcall.current_user_id()"))
                        .as(nobody.toString())
                        .isEqualTo("-");
                relations()
                        .forEach(relation -> assertThat(caller.rows(all(relation)))
                                .as(relation + " " + nobody)
                                .isEmpty());
                if (!nobody.getFirst().isEmpty()) {
                    caller.actingFor(TwoTenants.OUR_ORGANIZATION);
                    relations()
                            .forEach(relation -> assertThat(caller.rows(all(relation)))
                                    .as("beside an organization: " + relation + " " + nobody)
                                    .isEmpty());
                }
            }
        }
    }

    @Test
    void anEndedMembershipOrOrganizationCountsNoLonger() throws SQLException {
        for (String end : List.of(
                "update clerk.organization_memberships set deleted_at = now() where organization_id = 'org_charlie'",
                "update clerk.organizations set deleted_at = now() where id = 'org_charlie'")) {
            try (Caller caller = new Caller(database.administrator())) {
                caller.notices(end);
                caller.notices("set local role rollcall_tenant");
                is(caller, "user_alfa");
                assertThat(caller.rows("select id from clerk.organizations")).containsExactly("org_alfa");
                assertThat(caller.rows("select organization_id from clerk.organization_memberships"))
                        .containsExactly("org_alfa");
                assertThat(caller.rows("select id from rollcall.my_organizations()"))
                        .containsExactly("org_alfa");
                assertThat(caller.actingFor("org_charlie").rows("select id from clerk.users"))
                        .isEmpty();
            }
        }
    }

    @Test
    void whatIsTheUsersOwnIsAskedInBothCases() throws SQLException {
        try (Caller caller = user("user_alfa")) {
            for (String organization : List.of("", TwoTenants.OUR_ORGANIZATION, "org_bravo")) {
                caller.actingFor(organization);
                assertThat(caller.rows("select id from rollcall.my_user()")).containsExactly("user_alfa");
                assertThat(caller.rows("select organization_id, role from rollcall.my_memberships() order by 1"))
                        .containsExactly("org_alfa|org:alfa", "org_charlie|org:alfa_in_charlie");
                assertThat(caller.rows("select id from rollcall.my_organizations() order by 1"))
                        .containsExactly("org_alfa", "org_charlie");
            }
            is(caller, "");
            for (String own : List.of("user", "memberships", "organizations", "invitations")) {
                assertThat(caller.rows("select * from rollcall.my_" + own + "()"))
                        .as(own)
                        .isEmpty();
            }
        }
    }

    @Test
    void anInvitationIsOnesOwnByIdOrByAnAddressThatIsVerified() throws SQLException {
        try (Caller caller = new Caller(database.administrator())) {
            caller.notices("delete from clerk.organization_invitations");
            for (String number : List.of("1", "2", "3", "4", "5", "6")) {
                caller.notices(TwoTenants.insertion(database, "organization_invitations", number)
                        .replace("'org_" + number + "'", "'org_bravo'"));
            }
            caller.notices("""
                    update clerk.organization_invitations set status = 'pending', expires_at = now() + interval '1 day', user_id = null,
                        email_address = 'USER_alfa@example.test';
                    update clerk.organization_invitations set email_address = 'ceo@victim.test' where id like '%_2';
                    update clerk.organization_invitations set email_address = 'x', user_id = 'user_alfa' where id like '%_3';
                    update clerk.organization_invitations set expires_at = now() where id like '%_4';
                    update clerk.organization_invitations set status = 'revoked' where id like '%_5';
                    update clerk.organization_invitations set deleted_at = now() where id like '%_6'
                    """);
            caller.notices(TwoTenants.insertion(database, "user_email_addresses", "unverified")
                    .replace("'user_unverified'", "'user_alfa'"));
            caller.notices("update clerk.user_email_addresses set email_address = 'ceo@victim.test',"
                    + " verification = '{\"status\": \"unverified\"}' where id = 'user_email_addresses_unverified'");
            caller.notices("set local role rollcall_tenant");
            is(caller, "user_alfa");
            assertThat(caller.rows("select id, organization_id from rollcall.my_invitations() order by 1"))
                    .containsExactly("organization_invitations_1|org_bravo", "organization_invitations_3|org_bravo");
            assertThat(caller.rows("select id from clerk.organization_invitations"))
                    .isEmpty();
        }
    }

    @Test
    void permissionsWithoutAnOrganizationAreThoseOfTheUserThatActs() throws SQLException {
        database.execute("update clerk.role_permissions set role_id = 'roles_' || split_part(role_id, '_', 2)");
        try (Caller caller = user("user_alfa")) {
            String own = caller.value("select rollcall.effective_permissions('user_alfa', 'org_alfa')");
            try (Caller backend = Caller.as(database, "rollcall_backend")) {
                assertThat(own)
                        .isNotEqualTo("{}")
                        .isEqualTo(backend.value("select rollcall.effective_permissions('user_alfa', 'org_alfa')"));
                assertThat(backend.value("select rollcall.effective_permissions('user_bravo', 'org_bravo')"))
                        .isNotEqualTo("{}");
            }
            assertThat(caller.value("select rollcall.effective_permissions('user_bravo', 'org_bravo')"))
                    .isEqualTo("{}");
            assertThat(caller.value("select rollcall.effective_permissions('user_charlie', 'org_charlie')"))
                    .isEqualTo("{}");
        }
    }

    @Test
    void theUserOfOneTransactionIsGoneInTheNextOfTheSameConnection() throws SQLException {
        try (Caller pooled = user("user_alfa")) {
            assertThat(pooled.rows("select id from clerk.users")).hasSize(1);
            pooled.commit();
            assertThat(pooled.rows("select id from clerk.users")).isEmpty();
            assertThat(pooled.value("select rollcall.current_user_id()")).isEqualTo("-");
        }
    }

    @Test
    void aStatementPreparedForOneUserAnswersForTheNext() throws SQLException {
        try (Caller pooled = user("user_alfa")) {
            pooled.write("set plan_cache_mode = force_generic_plan");
            pooled.write("prepare users as select id from clerk.users");
            assertThat(pooled.rows("execute users")).containsExactly("user_alfa");
            assertThat(is(pooled, "user_bravo").rows("execute users")).containsExactly("user_bravo");
            assertThat(is(pooled, "").rows("execute users")).isEmpty();
        }
    }

    static Stream<String> tables() {
        return TwoTenants.tables(database).stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void grantsAndPoliciesGivenByMistakeShowAUserNothingMoreAndWriteNothing(String table) throws SQLException {
        database.execute("create policy added on clerk." + table + " to public using (true) with check (true)");
        try (Login careless = new Login(database, "user_careless", "in role rollcall_tenant")) {
            database.execute("grant usage on schema clerk to " + careless.name + "; grant all on clerk." + table
                    + " to " + careless.name);
            try (Caller caller = is(careless.connect(), "user_alfa")) {
                List<String> rows = caller.rows("select * from clerk." + table + " t");
                if (!TwoTenants.SHARED.contains(table)) {
                    assertThat(rows)
                            .allMatch(row -> row.contains("alfa") || table.equals("organizations"))
                            .noneMatch(row -> row.contains("bravo"));
                }
                String column = table.equals("other_objects") ? "resource" : "id";
                assertThat(caller.refusal(TwoTenants.insertion(database, table, "delta"))
                                .getSQLState())
                        .isEqualTo(DENIED);
                assertThat(caller.changes("update clerk.%1$s set %2$s = %2$s".formatted(table, column)))
                        .isZero();
                if (!TwoTenants.SHARED.contains(table)) {
                    assertThat(caller.changes("delete from clerk.%s t where t::text like '%%bravo%%'".formatted(table)))
                            .isZero();
                }
            }
        } finally {
            database.execute("drop policy added on clerk." + table);
        }
    }

    @Test
    void whoHasNothingToDoWithClerkLearnsNothingOfItsUsers() throws SQLException {
        try (Login stranger = new Login(database, "stranger", "");
                Caller caller = stranger.connect()) {
            assertThat(caller.refusal("select rollcall.set_user('user_alfa')").getSQLState())
                    .isEqualTo(DENIED);
            caller.rows("select set_config('rollcall.user_id', 'user_alfa', true)");
            assertThat(caller.value("select rollcall.current_user_id()")).isEqualTo("-");
            caller.actingFor(TwoTenants.OUR_ORGANIZATION);
            assertThat(caller.value("select rollcall.current_organization_id()"))
                    .as("whether he is a member is not told")
                    .isEqualTo("-");
        }
    }
}
