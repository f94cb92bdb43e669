package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Requests through a gateway that verified a token: the roles of Supabase and of Neon's Data API, none of which inherits, and the
 * {@linkplain PostgrestRequest statements that PostgREST sends}; its program is not there.
 */
class ClaimsTenancyIT {

    private static final String ISSUER = "https://clerk.example.test";

    private static TestDatabase database;
    private static String authenticated;
    private static String anon;
    private static Login gateway;

    @BeforeAll
    static void trust() {
        database = TestDatabase.create();
        TwoTenants.fill(database);
        gateway = new Login(database, "authenticator", "noinherit");
        authenticated = database.name + "_authenticated";
        anon = database.name + "_anon";
        database.execute(
                "create role %1$s nologin noinherit; create role %2$s nologin noinherit; grant %1$s, %2$s to %3$s; alter role %1$s set statement_timeout = '120s'"
                        .formatted(authenticated, anon, gateway.name));
        database.execute("set role rollcall_owner; select rollcall.trust_claims('%s', '%s', '%s')"
                .formatted(authenticated, ISSUER, gateway.name));
        database.execute("""
                create table public.projects (id integer primary key, organization_id text not null default rollcall.current_organization_id(), name text);
                alter table public.projects enable row level security;
                insert into public.projects values (1, 'org_alfa', 'ours'), (2, 'org_bravo', 'theirs');
                select rollcall.protect_table('public.projects', 'organization_id');
                grant usage on schema public to %1$s, %2$s;
                grant select, insert, update, delete on public.projects to %1$s
                """.formatted(authenticated, anon));
    }

    @AfterAll
    static void forget() {
        database.execute("set role rollcall_owner; select rollcall.distrust_claims('" + authenticated + "')");
        database.execute("drop table public.projects; drop owned by %1$s, %2$s; drop role %1$s, %2$s"
                .formatted(authenticated, anon));
        gateway.close();
        database.close();
    }

    private static String claims(String user, String organization) {
        return "{\"v\": 2, \"iss\": \"%s\", \"sub\": \"%s\", \"o\": {\"id\": \"%s\", \"rol\": \"admin\"}}"
                .formatted(ISSUER, user, organization);
    }

    /** A GET, whose transaction is read-only. */
    private static Caller request(String role, String claims) throws SQLException {
        return request("GET", role, claims);
    }

    private static Caller request(String method, String role, String claims) throws SQLException {
        Caller caller = gateway.connect();
        PostgrestRequest.begin(caller, method, "clerk_tenant", role, claims);
        return caller;
    }

    /** What is shown of a view of {@code clerk_tenant}. */
    private static String get(Caller caller, String view) {
        return PostgrestRequest.get(caller, "clerk_tenant", view);
    }

    private static List<String> views() {
        return database.rows(
                "select relname from pg_class" + " where relnamespace = 'clerk_tenant'::regnamespace order by 1");
    }

    @Test
    void aRequestReadsAndWritesTheOrganizationOfItsToken() throws SQLException {
        try (Caller caller = request(authenticated, claims("user_alfa", "org_alfa"))) {
            for (String view : views()) {
                String body = get(caller, view);
                boolean shared = TwoTenants.SHARED.contains(view);
                assertThat(body).as(view).startsWith(shared ? "-|2|" : "-|1|");
                if (!shared) {
                    assertThat(body).as(view).contains("alfa").doesNotContain("bravo");
                }
            }
            assertThat(PostgrestRequest.get(caller, "public", "projects")).startsWith("-|1|");
            assertThat(PostgrestRequest.get(caller, "public", "projects", "id", "2"))
                    .startsWith("-|0|[]");
            assertThat(caller.value("select rollcall.current_organization_id() || ' ' || rollcall.current_user_id()"))
                    .isEqualTo("org_alfa user_alfa");
            assertThat(caller.rows("select id from rollcall.my_organizations()"))
                    .containsExactly("org_alfa");
            assertThat(caller.refusal("select private_metadata from clerk.users")
                            .getSQLState())
                    .isEqualTo("42501");
            assertThat(caller.refusal("insert into public.projects values (3, 'org_alfa', 'new')")
                            .getSQLState())
                    .as("a GET changes nothing")
                    .isEqualTo("25006");
        }
        try (Caller caller = request("POST", authenticated, claims("user_alfa", "org_alfa"))) {
            List<String> columns = List.of("id integer", "name text");
            assertThat(PostgrestRequest.post(caller, "public", "projects", columns, "{\"id\": 3, \"name\": \"new\"}"))
                    .contains("org_alfa");
            assertThat(caller.refusal("insert into public.projects values (4, 'org_bravo', 'x')")
                            .getSQLState())
                    .isEqualTo("42501");
            assertThat(caller.refusal("delete from clerk.users").getSQLState()).isEqualTo("42501");
        }
    }

    @Test
    void aConnectionThatServesOneAfterTheOtherKeepsNothingOfThePlansNorOfWhoCame() throws SQLException {
        try (Caller caller = gateway.connect()) {
            for (int round = 0; round < 8; round++) {
                for (String tenant : List.of(TwoTenants.OURS, TwoTenants.THEIRS)) {
                    String claims = claims("user_" + tenant, "org_" + tenant);
                    PostgrestRequest.begin(caller, "GET", "clerk_tenant", authenticated, claims);
                    String other = tenant.equals(TwoTenants.OURS) ? TwoTenants.THEIRS : TwoTenants.OURS;
                    assertThat(get(caller, "users")).contains("user_" + tenant).doesNotContain(other);
                    assertThat(PostgrestRequest.get(caller, "public", "projects"))
                            .contains("org_" + tenant)
                            .doesNotContain(other);
                    caller.commit();
                }
            }
            assertThat(caller.value("select current_user || current_setting('request.jwt.claims')"))
                    .isEqualTo(gateway.name);
            caller.commit();
            PostgrestRequest.begin(caller, "GET", "clerk_tenant", anon, "{}");
            assertThat(caller.refusal("select * from public.projects").getSQLState())
                    .as("without a token")
                    .isEqualTo("42501");
        }
    }

    @Test
    void aTokenWithoutAnOrganizationIsItsUser() throws SQLException {
        try (Caller caller =
                request(authenticated, "{\"v\": 2, \"iss\": \"%s\", \"sub\": \"user_alfa\"}".formatted(ISSUER))) {
            assertThat(get(caller, "users")).startsWith("-|1|").contains("user_alfa");
            assertThat(get(caller, "organizations")).contains("org_alfa");
            assertThat(get(caller, "subscriptions")).startsWith("-|0|");
            assertThat(caller.rows("select id from public.projects")).isEmpty();
        }
    }

    @Test
    void theVersionOfTheTokenSaysWhichClaimNamesTheOrganization() throws SQLException {
        String sub = "\"iss\": \"" + ISSUER + "\", \"sub\": \"user_alfa\"";
        for (List<String> token : List.of(
                List.of("{" + sub + ", \"org_id\": \"org_alfa\"}", "org_alfa"),
                List.of(
                        "{\"v\": 1, " + sub + ", \"org_id\": \"org_alfa\", \"o\": {\"id\": \"org_bravo\"}}",
                        "org_alfa"),
                List.of("{\"v\": 1, " + sub + ", \"o\": {\"id\": \"org_alfa\"}}", "-"),
                List.of("{\"v\": 2, " + sub + ", \"org_id\": \"org_alfa\"}", "-"),
                List.of(
                        "{\"v\": 2, " + sub + ", \"o\": {\"id\": \"org_alfa\"}, \"org_id\": \"org_bravo\"}",
                        "org_alfa"))) {
            try (Caller caller = request(authenticated, token.getFirst())) {
                assertThat(caller.value("select rollcall.current_organization_id()"))
                        .as(token.getFirst())
                        .isEqualTo(token.getLast());
            }
        }
    }

    @Test
    void whatIsNotAsItShouldBeIsNobody() throws SQLException {
        for (String token : List.of(
                "",
                "null",
                "[]",
                "{",
                "{\"sub\": \"\\u0000\"}",
                "[".repeat(16_000),
                "x".repeat(20_000),
                claims("user_alfa", "org_alfa").replace(ISSUER, "https://other.example.test"),
                claims("user_alfa", "org_alfa").replace("\"" + ISSUER + "\"", "[\"" + ISSUER + "\"]"),
                claims("user_alfa", "org_alfa").replace("\"iss\"", "\"is\""),
                claims("4f4a3d2e-0000-4000-8000-000000000001", "org_alfa"),
                claims("user_alfa", "org_alfa").replace("{\"v\"", "{\"sts\": \"pending\", \"v\""),
                claims("user_of_nobody", "org_alfa"),
                claims("user_bravo", "org_alfa"),
                claims("user_alfa", "org_bravo"))) {
            try (Caller caller = request(authenticated, token)) {
                for (String view : views()) {
                    assertThat(get(caller, view)).as(view + " " + token).startsWith("-|0|");
                }
                assertThat(caller.rows("select id from public.projects")).isEmpty();
            }
        }
    }

    @Test
    void aMemberWhoWasRemovedOrAUserWhoIsBannedHasNoOrganizationWhateverTheTokenSays() throws SQLException {
        for (String change : List.of(
                "update clerk.organization_memberships set deleted_at = now()",
                "update clerk.users set sync_incomplete = '{banned:too_long}'",
                "update clerk.users set banned = true",
                "update clerk.users set locked = true",
                "update clerk.users set deprovisioned = true",
                "update clerk.users set deleted_at = now()")) {
            try (Caller caller = new Caller(database.administrator())) {
                caller.notices(change);
                PostgrestRequest.settings(
                        caller, "GET", "clerk_tenant", authenticated, claims("user_alfa", "org_alfa"));
                assertThat(caller.rows("select id from public.projects"))
                        .as(change)
                        .isEmpty();
                assertThat(get(caller, "users")).as(change).startsWith("-|0|");
            }
        }
    }

    @Test
    void nothingButTheClaimsCounts() throws SQLException {
        try (Caller caller = request(authenticated, claims("user_alfa", "org_alfa"))) {
            for (String call : List.of("set_tenant('org_bravo')", "set_user('user_bravo')")) {
                assertThat(caller.refusal("select rollcall." + call).getMessage())
                        .contains("verified claims");
            }
            caller.rows("select set_config('rollcall.organization_id', 'org_bravo', true),"
                    + " set_config('rollcall.user_id', 'user_bravo', true)");
            assertThat(get(caller, "users")).contains("user_alfa").doesNotContain("bravo");
            assertThat(caller.rows("select id from public.projects")).containsExactly("1");
        }
        try (Caller caller = request(authenticated, "")) {
            caller.rows("select set_config('rollcall.organization_id', 'org_bravo', true)");
            assertThat(caller.rows("select id from public.projects")).isEmpty();
        }
    }

    @Test
    void nobodyElseReadsClaims() throws SQLException {
        try (Caller tenant = Caller.as(database, "rollcall_tenant");
                Caller backend = Caller.as(database, "rollcall_backend");
                Caller administrator = new Caller(database.administrator());
                Caller owner = new Caller(database.administrator());
                Caller beforeItTakesTheRole = gateway.connect()) {
            owner.notices("set local role rollcall_owner");
            for (Caller caller : List.of(tenant, backend, administrator, owner, beforeItTakesTheRole)) {
                caller.rows("select set_config('request.jwt.claims', '" + claims("user_alfa", "org_alfa") + "', true)");
                assertThat(caller.value("select rollcall.current_organization_id()"))
                        .isEqualTo("-");
                assertThat(caller.actingFor("org_bravo").value("select rollcall.current_organization_id()"))
                        .isEqualTo("org_bravo");
            }
        }
        try (Login heir = new Login(database, "heir", "in role " + authenticated);
                Caller caller = heir.connect()) {
            assertThat(caller.refusal("select rollcall.set_tenant('org_bravo')").getMessage())
                    .as("who uses its rights")
                    .contains("verified claims");
        }
    }

    /** As pages of Supabase and Neon have readers write: it decides within the organization, and widens nothing. */
    @Test
    void aPolicyOfTheReadersOwnByTheTokenStaysBesideTheProtection() throws SQLException {
        database.execute("""
                create table public.notes (id integer, organization_id text, author_id text);
                alter table public.notes enable row level security;
                create policy mine on public.notes to %1$s
                    using (author_id = (select current_setting('request.jwt.claims', true)::json ->> 'sub'));
                insert into public.notes values (1, 'org_alfa', 'user_alfa'), (2, 'org_alfa', 'user_other'), (3, 'org_bravo', 'user_alfa');
                select rollcall.protect_table('public.notes', 'organization_id');
                grant select on public.notes to %1$s
                """.formatted(authenticated));
        try (Caller caller = request(authenticated, claims("user_alfa", "org_alfa"))) {
            assertThat(caller.rows("select id from public.notes")).containsExactly("1");
        } finally {
            database.execute("drop table public.notes");
        }
    }

    @Test
    void aFunctionThatRunsAsItsOwnerActsForTheTokenToo() throws SQLException {
        database.execute(
                "create function public.all_projects() returns setof public.projects language sql security definer as"
                        + " 'select * from public.projects'");
        try (Caller caller = request(authenticated, claims("user_alfa", "org_alfa"))) {
            assertThat(caller.value("select rollcall.current_organization_id()"))
                    .isEqualTo("org_alfa");
        } finally {
            database.execute("drop function public.all_projects()");
        }
    }

    @Test
    void aPolicyAddedForEverybodyAndGrantsShowNothingMore() throws SQLException {
        for (String table : TwoTenants.tables(database)) {
            database.execute(
                    "create policy added on clerk.%1$s to public using (true) with check (true); grant all on clerk.%1$s to %2$s"
                            .formatted(table, authenticated));
            try (Caller caller = request("POST", authenticated, claims("user_alfa", "org_alfa"))) {
                List<String> rows = caller.rows("select * from clerk." + table);
                if (!TwoTenants.SHARED.contains(table)) {
                    assertThat(rows).as(table).noneMatch(row -> row.contains("bravo"));
                }
                assertThat(caller.refusal(TwoTenants.insertion(database, table, "charlie"))
                                .getSQLState())
                        .isEqualTo("42501");
            } finally {
                database.execute("drop policy added on clerk.%1$s; revoke all on clerk.%1$s from %2$s;"
                                .formatted(table, authenticated)
                        + " set role rollcall_owner; select rollcall.grant_as_tenant('" + authenticated + "')");
            }
        }
    }

    @Test
    void whoCouldForgeClaimsAndWhatNeedsNoTokenIsFound() throws SQLException {
        String report = "select finding, object, problem from rollcall.tenancy_report() where finding in"
                + " ('claims_forgeable', 'anonymous_reads', 'guard_changed') and problem like '%" + database.name
                + "%'";
        assertThat(database.rows(report)).isEmpty();
        try (Login clever = new Login(database, "clever", "in role " + authenticated)) {
            database.execute("create function public.act_as(setting text, value text) returns text language sql as"
                    + " 'select set_config(setting, value, true)'");
            database.execute("grant select on public.projects, clerk_tenant.users to " + anon);
            assertThat(database.rows(report))
                    .anyMatch(line -> line.startsWith("claims_forgeable|" + clever.name + "|"))
                    .anyMatch(line -> line.startsWith("claims_forgeable|public.act_as(text,text)|"))
                    .anyMatch(line -> line.startsWith("anonymous_reads|public.projects|"))
                    .anyMatch(line -> line.startsWith("anonymous_reads|clerk_tenant.users|"));
        } finally {
            database.execute(
                    "drop function if exists public.act_as(text, text); revoke all on public.projects, clerk_tenant.users from "
                            + anon);
        }
        assertThat(database.rows(report)).isEmpty();
    }

    @Test
    void rolesThatNoClaimsAreForAreRefused() throws SQLException {
        try (Caller owner = new Caller(database.administrator());
                Login bypassing = new Login(database, "service", "bypassrls")) {
            owner.notices("set local role rollcall_owner");
            for (String role :
                    List.of("rollcall_tenant", "rollcall_backend", "postgres", "nobody_at_all", bypassing.name)) {
                owner.refusal("select rollcall.trust_claims('" + role + "')");
            }
            owner.notices("grant select on clerk.users to public");
            assertThat(owner.refusal("select rollcall.trust_claims('" + authenticated + "')")
                            .getMessage())
                    .contains("guards of clerk are not as the migrations left them");
        }
        try (Caller tenant = Caller.as(database, "rollcall_tenant")) {
            for (String function : List.of("trust_claims", "distrust_claims", "grant_as_tenant")) {
                assertThat(tenant.refusal("select rollcall.%s('%s')".formatted(function, authenticated))
                                .getSQLState())
                        .as(function)
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void aTableOfALaterMigrationBindsTheRoleToo() throws SQLException {
        try (Caller migration = new Caller(database.administrator())) {
            migration.write("set local role rollcall_owner");
            migration.write("create table clerk.badges (id text, organization_id text)");
            migration.rows(
                    "select rollcall.secure_table('badges', 'organization_id = (select rollcall.acting_organization_id())')");
            assertThat(migration.value(
                            "select roles from pg_policies where tablename = 'badges' and policyname = 'tenant_only'"))
                    .contains("rollcall_tenant", authenticated);
        }
    }
}
