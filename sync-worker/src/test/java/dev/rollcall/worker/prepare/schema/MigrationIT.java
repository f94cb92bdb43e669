package dev.rollcall.worker.prepare.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code migrate} on a server of its own, where no role of Rollcall exists before. */
class MigrationIT {

    @TempDir
    static Path directory;

    private static PostgresServer server;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        server = PostgresServer.start(directory.resolve("postgres"), 0);
        // As on Neon and Supabase: may create roles and databases, and is no superuser.
        execute("postgres", "create role administrator login createrole createdb password 'secret'");
    }

    @AfterAll
    static void stopServer() {
        server.kill();
    }

    private static DatabaseUrl administratorOf(String database) {
        return DatabaseUrl.parse(
                "TEST", "postgresql://administrator:secret@127.0.0.1:" + server.port() + "/" + database);
    }

    private static String create(String database) {
        execute("postgres", "create database " + database + " owner administrator");
        return database;
    }

    private static void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private static List<String> rows(String database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    @Test
    void needsNoSuperuserAndRunsTwice() throws SQLException {
        String database = create("plain");
        Map<String, String> passwords = Map.of("rollcall_sync", "one");
        assertThat(new Migration(administratorOf(database), passwords, MigrationOptions.TAKE_ROLES).run())
                .isPositive();
        assertThat(new Migration(administratorOf(database), passwords, MigrationOptions.TAKE_ROLES).run())
                .isZero();
        assertThat(new Migration(administratorOf(database), passwords, MigrationOptions.TAKE_ROLES).keepHistory(null))
                .isFalse();
        assertThat(new Migration(administratorOf(database), passwords, MigrationOptions.TAKE_ROLES).keepHistory(true))
                .isTrue();
        assertThat(new Migration(administratorOf(database), passwords, MigrationOptions.TAKE_ROLES).run())
                .isZero();
        assertThat(new Migration(administratorOf(database), passwords, MigrationOptions.TAKE_ROLES).keepHistory(null))
                .isTrue();
        assertThat(rows(database, "select count(*) from rollcall.history"))
                .as("what the migration tries out it takes back")
                .containsExactly("0");
        assertThat(rows(
                        database,
                        "select rolname from pg_roles where rolname like 'rollcall%' and (rolsuper or rolbypassrls)"))
                .isEmpty();
        assertThat(rows(database, "select rolname from pg_roles where rolname like 'rollcall%' and rolcanlogin"))
                .containsExactly("rollcall_sync");
    }

    @Test
    void everyEarlierVersionComesToTheSameSchema() throws SQLException {
        String fresh = create("fresh");
        new Migration(administratorOf(fresh), Map.of(), MigrationOptions.TAKE_ROLES).run();
        List<String> versions = rows(
                fresh,
                "select version from rollcall.flyway_schema_history where version is not null order by installed_rank");
        assertThat(versions).hasSizeGreaterThan(3);
        for (String version : versions.subList(0, versions.size() - 1)) {
            String database = create("from_" + version);
            new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run(version);
            execute(database, USER.formatted("user_1"));
            new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run();
            assertThat(rows(database, CATALOG)).as("from " + version).isEqualTo(rows(fresh, CATALOG));
            assertThat(rows(database, "select first_name from clerk.users")).containsExactly("Zoë");
        }
    }

    /** Whoever wrote it before: the worker of the release before runs on meanwhile. */
    @Test
    void historyThatIsOnStaysOn() throws SQLException {
        String database = create("history_before");
        new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run("6");
        execute(database, "set role rollcall_owner; select rollcall.keep_history(true)");
        execute(database, USER.formatted("user_1"));
        new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run();
        execute(database, USER.formatted("user_2"));
        execute(database, "update clerk.users set first_name = 'Zoé'; delete from clerk.users where id = 'user_1'");
        assertThat(rows(database, """
                        select concat_ws('|', entity_id, operation, old_values ->> 'first_name', new_values ->> 'first_name')
                        from rollcall.history order by operation, entity_id
                        """))
                .containsExactly(
                        "user_1|delete|Zoé",
                        "user_1|insert|Zoë",
                        "user_2|insert|Zoë",
                        "user_1|update|Zoë|Zoé",
                        "user_2|update|Zoë|Zoé");
    }

    /** As a release after the next may; the columns that were there are in the functions that write the lines. */
    @Test
    void historyThatIsOnDoesNotMissAColumnThatIsGone() throws SQLException {
        String database = create("history_after");
        Migration migration = new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES);
        migration.run();
        migration.keepHistory(true);
        execute(database, "alter table clerk.users drop column locale cascade");
        migration.run();
        execute(database, USER.formatted("user_1"));
        assertThat(rows(database, "select new_values ->> 'first_name' from rollcall.history"))
                .containsExactly("Zoë");
    }

    /** As the init containers of several workers do. */
    @Test
    void severalMayMigrateAtOnce() throws Exception {
        String database = create("at_once");
        try (ExecutorService several = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> each = Collections.nCopies(12, () -> {
                Migration migration = new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES);
                int ran = migration.run();
                migration.keepHistory(null);
                return ran;
            });
            assertThat(several.invokeAll(each)).extracting(Future::get).contains(0);
        }
    }

    private static final String USER = """
            insert into clerk.users (id, first_name, sync_updated_at_ms, sync_event_at_ms, sync_message_id,
                                     sync_revision, sync_writer, sync_offset, sync_committed_at)
            values ('%s', 'Zoë', 1, 2, 'm', 1, 1, 1, now())
            """;

    private static final String CATALOG = """
            select format('%s.%s %s %s %s', c.relnamespace::regnamespace, c.relname, a.attname,
                          format_type(a.atttypid, a.atttypmod), a.attnotnull)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace in ('clerk'::regnamespace, 'clerk_tenant'::regnamespace, 'rollcall'::regnamespace) and a.attnum > 0
              and c.relkind in ('r', 'v', 'i') and not a.attisdropped
            union all
            select format('%s %s %s %s %s', polrelid::regclass, polname, polcmd, pg_get_expr(polqual, polrelid),
                          pg_get_expr(polwithcheck, polrelid)) from pg_policy
            union all
            select format('%s %s %s %s', table_name, column_name, grantee, privilege_type)
            from information_schema.column_privileges where table_schema = 'clerk'
            union all
            select p.oid::regprocedure::text || coalesce(p.proacl::text, '') from pg_proc p
            where p.pronamespace = 'rollcall'::regnamespace
            order by 1
            """;

    /** Before 0.1.0 the migrations were written anew. */
    @Test
    void aSchemaOfAnUnreleasedVersionIsRefusedInOneLine() throws SQLException {
        String database = create("unreleased");
        Migration migration = new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES);
        migration.run();
        execute(database, "drop table rollcall.trusted_roles cascade");
        assertThatThrownBy(migration::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unreleased version of 0.1.0")
                .hasMessageContaining("drop schema clerk, rollcall cascade")
                .satisfies(refused -> assertThat(refused.getMessage()).hasLineCount(1));
        execute(database, "drop schema clerk, rollcall cascade");
        assertThat(migration.run()).isPositive();
    }

    /** A new table's ids are known by its declaration alone. */
    @Test
    void theBeginningsOfIdsNameEveryTable() throws SQLException {
        String database = create("prefixes");
        new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run();
        assertThat(rows(database, "select distinct table_name from rollcall.id_prefixes"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Resource.values()).map(Resource::table).toList());
        for (Resource resource : Resource.values()) {
            assertThat(rows(
                            database,
                            "select prefix from rollcall.id_prefixes where table_name = '" + resource.table() + "'"))
                    .as(resource.table())
                    .allMatch(prefix -> resource.accepts(prefix + "1"));
        }
    }

    @Test
    void aSchemaThatAnotherProgramUsesIsRefused() throws SQLException {
        String database = create("in_use");
        execute(database, "create schema clerk; create table clerk.sync_state (id text)");
        assertThatThrownBy(() -> new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clerk.sync_state")
                .hasMessageContaining("rename");
        assertThat(rows(database, "select relname from pg_class where relname = 'users'"))
                .isEmpty();
    }

    @Test
    void anEmptySchemaOfThatNameIsTaken() throws SQLException {
        String database = create("empty_schema");
        execute(database, "create schema clerk authorization administrator");
        new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run();
        assertThat(rows(database, "select count(*) from clerk.users")).containsExactly("0");
    }

    @Test
    void tablesOfTheApplicationDoNotMatter() throws SQLException {
        String database = create("with_application");
        execute(
                database,
                "create table public.users (id text primary key); create table public.organizations (id text)");
        new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run();
        assertThat(rows(database, "select count(*) from clerk.users")).containsExactly("0");
    }

    /** What Prisma sends, and what a person types. */
    private static final List<String> RESETS = List.of(
            "drop schema clerk cascade",
            "DROP SCHEMA IF EXISTS \"clerk\" CASCADE",
            "DROP SCHEMA IF EXISTS \"clerk_tenant\" CASCADE",
            "DROP SCHEMA \"rollcall\" CASCADE",
            "DROP VIEW IF EXISTS \"clerk\".\"active_users\" CASCADE",
            "DROP TABLE IF EXISTS \"clerk\".\"users\" CASCADE",
            "drop function rollcall.set_tenant(text) cascade",
            "truncate clerk.users");

    @Test
    void neitherTheAdministratorWhoMigratedNorAnApplicationsLoginCanDropTheCopy() throws SQLException {
        String database = create("kept");
        Map<String, String> passwords =
                Map.of("rollcall_sync", "secret", "rollcall_tenant", "secret", "rollcall_backend", "secret");
        MigrationOptions options = new MigrationOptions(true, true, false);
        Migration migration = new Migration(administratorOf(database), passwords, options);
        migration.run();
        migration.keepHistory(null);
        assertThat(migration.notes()).noneMatch(note -> note.contains("drop schema clerk"));
        List<String> before = rows(database, CATALOG);
        for (String login : List.of("administrator", "rollcall_tenant", "rollcall_backend", "rollcall_sync")) {
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, login, "secret");
                    Statement statement = connection.createStatement()) {
                for (String reset : RESETS) {
                    assertThatThrownBy(() -> statement.execute(reset))
                            .as(login + ": " + reset)
                            .isInstanceOf(SQLException.class)
                            .satisfies(refused -> assertThat(((SQLException) refused).getSQLState())
                                    .isEqualTo("42501"));
                }
            }
        }
        assertThat(rows(database, CATALOG)).isEqualTo(before);
        assertThat(rows(database, "select object from rollcall.tenancy_report() where finding = 'login_may_drop'"))
                .doesNotContain("administrator");
        assertThat(new Migration(administratorOf(database), Map.of(), options).run())
                .as("it can migrate again")
                .isZero();
    }

    @Test
    void whoInheritsTheOwnersRightsIsTold() throws SQLException {
        assumeThat(rows("postgres", "select current_setting('server_version_num')::int / 10000"))
                .as("before 16 no membership says whether it inherits")
                .isNotEqualTo(List.of("15"));
        String database = create("inherited");
        execute("postgres", "create role careless login createrole password 'secret'");
        execute(database, "grant create on database " + database + " to careless");
        new Migration(administratorOf(database), Map.of(), MigrationOptions.TAKE_ROLES).run();
        execute("postgres", "grant rollcall_owner to careless with inherit true, set true");
        assertThat(
                        rows(
                                database,
                                "select problem from rollcall.tenancy_report() where finding = 'login_may_drop' and object = 'careless'"))
                .singleElement()
                .asString()
                .contains("rollcall_owner", "prisma migrate reset");
        Migration careless = new Migration(
                DatabaseUrl.parse("TEST", "postgresql://careless:secret@127.0.0.1:" + server.port() + "/" + database),
                Map.of(),
                MigrationOptions.TAKE_ROLES);
        careless.run();
        assertThat(careless.notes()).anyMatch(note -> note.contains("with inherit false, set true"));
        execute("postgres", "revoke rollcall_owner from careless");
    }

    @Test
    void aSuperuserIsToldHowMigrationsGetALoginOfTheirOwn() throws SQLException {
        String database = create("by_superuser");
        Migration migration = new Migration(
                DatabaseUrl.parse("TEST", server.jdbcUrl(database)), Map.of(), MigrationOptions.TAKE_ROLES);
        migration.run();
        assertThat(migration.notes()).anyMatch(note -> note.contains("create role app_migrator"));
    }

    @Test
    void timesAreThoseOfUtcForEveryLogin() throws SQLException {
        new Migration(administratorOf(create("zones")), Map.of(), MigrationOptions.TAKE_ROLES).run();
        assertThat(
                        rows(
                                "postgres",
                                "select r.rolname from pg_db_role_setting s join pg_roles r on r.oid = s.setrole"
                                        + " where s.setdatabase = 0 and 'timezone=utc' = any (lower(s.setconfig::text)::text[]) order by 1"))
                .containsExactly("rollcall_backend", "rollcall_sync", "rollcall_tenant");
    }
}
