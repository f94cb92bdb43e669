package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.proving.servers.ServerSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code migrate} does to the roles of a whole server, and what it lets PostgreSQL write into its log. */
class MigrateCommandIT {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path directory;

    private static PostgresServer server;

    private final List<String> databases = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(directory.resolve("postgres"), 0);
    }

    @AfterAll
    static void stopServer() {
        server.kill();
    }

    /** Each test finds a server that knows nothing of Rollcall. */
    @BeforeEach
    void forgetRollcall() throws SQLException {
        for (String database : rows(
                "postgres",
                "select datname from pg_database where datname not in ('postgres', 'template0', 'template1')")) {
            execute("postgres", "drop database " + database);
        }
        for (String role : rows("postgres", "select rolname from pg_roles where rolname !~ '^(pg_|postgres$)'")) {
            execute("postgres", "drop owned by " + role + " cascade");
            execute("postgres", "drop role " + role);
        }
    }

    private static CommandRun migrate(String url, Map<String, String> passwords, String... options) {
        Map<String, String> environment = new HashMap<>(Map.of("ROLLCALL_MIGRATION_DATABASE_URL", url));
        passwords.forEach((role, password) -> environment.put("ROLLCALL_" + role + "_PASSWORD", password));
        List<String> command = new ArrayList<>(List.of("migrate"));
        command.addAll(List.of(options));
        return CommandRun.of(environment, command);
    }

    private static CommandRun migrateAsSuperuser(String database, Map<String, String> passwords, String... options) {
        return migrate(server.jdbcUrl(database), passwords, options);
    }

    private static void expectDone(CommandRun result) {
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static void expectRefusal(CommandRun result, String... parts) {
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains(parts);
    }

    private String freshDatabase() {
        String name = "copy_" + COUNT.incrementAndGet();
        server.createDatabase(name);
        databases.add(name);
        return name;
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(String database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
            return rows;
        }
    }

    /** SQLSTATE, or "" when the login succeeds. */
    private static String logIn(String database, String user, String password) {
        Properties credentials = new Properties();
        credentials.setProperty("user", user);
        credentials.setProperty("password", password);
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, credentials)) {
            return connection.isValid(5) ? "" : "not valid";
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    private static String claim() throws SQLException {
        return rows("postgres", "select shobj_description('rollcall_owner'::regrole, 'pg_authid')")
                .getFirst();
    }

    @Test
    void aSecondDatabaseDoesNotTakeTheRolesOfTheFirst() throws SQLException {
        String production = freshDatabase();
        expectDone(migrateAsSuperuser(production, Map.of("BACKEND", "of production")));
        assertThat(claim()).isEqualTo("rollcall: " + production);
        String staging = freshDatabase();

        expectRefusal(
                migrateAsSuperuser(staging, Map.of("BACKEND", "of staging")),
                "\"" + production + "\"",
                "\"" + staging + "\"",
                "--take-roles");

        assertThat(rows(staging, "select nspname from pg_namespace where nspname in ('clerk', 'rollcall')"))
                .isEmpty();
        assertThat(logIn(production, "rollcall_backend", "of production")).isEmpty();
        assertThat(logIn(production, "rollcall_backend", "of staging")).isEqualTo("28P01");
        assertThat(claim()).isEqualTo("rollcall: " + production);
        expectDone(migrateAsSuperuser(production, Map.of("BACKEND", "of production")));
    }

    @Test
    void whoeverTakesTheRolesTakesNoPasswordWithThem() throws SQLException {
        String production = freshDatabase();
        expectDone(migrateAsSuperuser(production, Map.of("BACKEND", "of production")));
        String staging = freshDatabase();

        expectRefusal(
                migrateAsSuperuser(staging, Map.of("BACKEND", "of staging"), "--take-roles"),
                "rollcall_backend",
                "ROLLCALL_BACKEND_PASSWORD",
                "--reset-passwords");
        assertThat(claim()).as("nothing was changed").isEqualTo("rollcall: " + production);
        expectDone(migrateAsSuperuser(staging, Map.of(), "--take-roles"));

        assertThat(claim()).isEqualTo("rollcall: " + staging);
        assertThat(logIn(production, "rollcall_backend", "of production")).isEmpty();
        expectRefusal(migrateAsSuperuser(production, Map.of()), "\"" + staging + "\"", "--take-roles");
    }

    @Test
    void rolesThatAReleaseWithoutTheCommentMadeAreFoundByWhatTheyOwn() throws SQLException {
        String production = freshDatabase();
        expectDone(migrateAsSuperuser(production, Map.of()));
        execute("postgres", "comment on role rollcall_owner is null");
        String staging = freshDatabase();
        expectRefusal(migrateAsSuperuser(staging, Map.of()), "\"" + production + "\"", "--take-roles");
        expectDone(migrateAsSuperuser(production, Map.of()));
        assertThat(claim()).isEqualTo("rollcall: " + production);
    }

    @Test
    void aPasswordThatIsInUseChangesOnlyWhenAskedFor() throws SQLException {
        String database = freshDatabase();
        expectDone(migrateAsSuperuser(database, Map.of("SYNC", "first")));
        assertThat(rows("postgres", "select rolname from pg_roles where rolname ~ 'rollcall' and rolcanlogin"))
                .containsExactly("rollcall_sync");

        expectDone(migrateAsSuperuser(database, Map.of("SYNC", "first", "TENANT", "of a role that had none")));
        assertThat(logIn(database, "rollcall_tenant", "of a role that had none"))
                .isEmpty();
        expectRefusal(migrateAsSuperuser(database, Map.of("SYNC", "second")), "rollcall_sync", "--reset-passwords");
        assertThat(logIn(database, "rollcall_sync", "first")).isEmpty();

        expectDone(migrateAsSuperuser(database, Map.of("SYNC", "second"), "--reset-passwords"));
        assertThat(logIn(database, "rollcall_sync", "second")).isEmpty();
        assertThat(logIn(database, "rollcall_sync", "first")).isEqualTo("28P01");
        assertThat(logIn(database, "rollcall_tenant", "of a role that had none"))
                .isEmpty();
    }

    @Test
    void passwordsOfAnyCharactersAreWhatOneLogsInWith() throws SQLException {
        String database = freshDatabase();
        String strange = "pä'ss\\w\"örd % $$ \u3042";
        expectDone(migrateAsSuperuser(database, Map.of("SYNC", strange)));
        assertThat(logIn(database, "rollcall_sync", strange)).isEmpty();
        expectDone(migrateAsSuperuser(
                database, Map.of("SYNC", "other" + strange), "--reset-passwords", "--plain-passwords"));
        assertThat(logIn(database, "rollcall_sync", "other" + strange)).isEmpty();
    }

    @Test
    void whoTheDatabaseDoesNotKnowMayNoLongerConnect() throws SQLException {
        String database = freshDatabase();
        for (String role : List.of("stranger", "watcher", "app", "reader")) {
            execute("postgres", "create role " + role + " login password 'secret'");
        }
        execute(
                "postgres",
                "create role app_group nologin; create role member login noinherit password 'secret' in role app_group");
        execute("postgres", "grant pg_monitor to watcher");
        execute(
                database,
                "create table invoices (id integer); alter table invoices owner to app; grant select on invoices to reader, app_group");

        CommandRun result =
                migrateAsSuperuser(database, Map.of("SYNC", "secret", "TENANT", "secret", "BACKEND", "secret"));
        expectDone(result);
        assertThat(result.out()).contains("only these roles may connect", "app", "reader", "rollcall_tenant");

        assertThat(logIn(database, "stranger", "secret")).isEqualTo("42501");
        for (String role :
                List.of("app", "reader", "member", "watcher", "rollcall_sync", "rollcall_tenant", "rollcall_backend")) {
            assertThat(logIn(database, role, "secret")).as(role).isEmpty();
        }
        execute("postgres", "create role own_login login password 'secret' in role rollcall_tenant");
        assertThat(logIn(database, "own_login", "secret")).isEmpty();
        assertThat(migrateAsSuperuser(database, Map.of()).out()).doesNotContain("may connect");
    }

    @Test
    void whoDoesNotOwnTheDatabaseIsToldWhatItsOwnerHasToDo() throws SQLException {
        String database = freshDatabase();
        execute("postgres", "create role administrator login createrole password 'secret'");
        execute(database, "grant create on database " + database + " to administrator");
        CommandRun result =
                migrate("postgresql://administrator:secret@127.0.0.1:" + server.port() + "/" + database, Map.of());
        expectDone(result);
        assertThat(result.out())
                .contains("As its owner: grant connect on database " + database, "revoke connect on database");
    }

    @Test
    @Tag("postgresql-16")
    void noPasswordIsInTheServersLogWhateverItLogs() throws SQLException, IOException {
        ServerSetting.set(
                server,
                Map.of(
                        "log_statement",
                        "all",
                        "log_min_duration_statement",
                        "0",
                        "log_parameter_max_length_on_error",
                        "-1"));
        String database = freshDatabase();
        Map<String, String> passwords =
                Map.of("SYNC", "Sesame-sync'\\1", "TENANT", "Sesame-tenant-2", "BACKEND", "Sesame-backend-3");
        expectDone(migrateAsSuperuser(database, passwords));
        expectDone(migrateAsSuperuser(database, passwords));
        Map<String, String> others = Map.of("SYNC", "Sesame-sync-4", "BACKEND", "Sesame-backend-5");
        expectRefusal(migrateAsSuperuser(database, others), "--reset-passwords");
        expectDone(migrateAsSuperuser(database, others, "--reset-passwords"));
        // One who may not: the statement is logged as an error, too.
        execute(
                "postgres",
                "create role weak login createrole; grant rollcall_owner to weak with admin true; grant rollcall_backend to weak with admin true");
        execute(
                "postgres",
                "set log_statement = 'none'; set log_min_duration_statement = -1; alter role weak password 'weak'");
        execute("postgres", "alter role rollcall_sync bypassrls");
        CommandRun refused = migrate(
                "postgresql://weak:weak@127.0.0.1:" + server.port() + "/" + database,
                Map.of("BACKEND", "Sesame-backend-6", "SYNC", "Sesame-sync-7"),
                "--reset-passwords");
        assertThat(refused.code()).isEqualTo(1);

        assertThat(log())
                .contains("alter role rollcall_sync login password", "SCRAM-SHA-256$")
                .doesNotContain("Sesame");
        assertThat(refused.err() + refused.out()).doesNotContain("Sesame");
        expectDone(migrateAsSuperuser(
                database, Map.of("TENANT", "Sesame-in-the-open"), "--reset-passwords", "--plain-passwords"));
        assertThat(log()).as("it is looked for in the right place").contains("Sesame-in-the-open");
    }

    private static String log() throws IOException {
        return Files.readString(directory.resolve("postgres").resolve("postgres.log"));
    }

    @Test
    void aHostThatRefusesVerifiersIsNamedTheWayOut() throws SQLException, IOException {
        String database = freshDatabase();
        // As Neon: plain text alone is taken.
        try (ChangingForwarder host =
                ChangingForwarder.to(server.port(), "login password 'SCRAM", "login passw0rd 'SCRAM")) {
            String url = "postgresql://postgres:%s@127.0.0.1:%d/%s"
                    .formatted(server.jdbcUrl("x").replaceAll(".*password=", ""), host.port(), database);
            expectRefusal(migrate(url, Map.of("SYNC", "secret")), "rollcall_sync", "--plain-passwords");
            expectDone(migrate(url, Map.of("SYNC", "secret"), "--plain-passwords"));
        }
        assertThat(logIn(database, "rollcall_sync", "secret")).isEmpty();
    }

    @Test
    void whoMigratedIsWrittenDown() throws SQLException {
        String database = freshDatabase();
        expectDone(migrateAsSuperuser(database, Map.of("SYNC", "first")));
        expectDone(migrateAsSuperuser(database, Map.of("SYNC", "second"), "--reset-passwords"));
        assertThat(rows(
                        database,
                        "select (actor like 'os:%') || ' ' || action || ' ' || subject || ' ' || (count > 0)"
                                + " from rollcall.audit_log order by id"))
                .containsExactly("true migrate schema true", "true migrate reset-passwords false");
        assertThat(rows(database, "select string_agg(a::text, '') from rollcall.audit_log a")
                        .getFirst())
                .doesNotContain("second");
    }

    @Test
    @Tag("postgresql-16")
    void whereAnotherPersonMakesRolesTheStatementsArePrinted() throws SQLException {
        String database = freshDatabase();
        execute("postgres", "create role plain login password 'secret'");
        execute(database, "grant connect on database " + database + " to plain");
        String url = "postgresql://plain:secret@127.0.0.1:" + server.port() + "/" + database;
        expectRefusal(migrate(url, Map.of()), "--print-role-sql");

        CommandRun printed = migrate(url, Map.of(), "--print-role-sql");
        expectDone(printed);
        assertThat(rows("postgres", "select rolname from pg_roles where rolname ~ 'rollcall'"))
                .as("nothing is changed")
                .isEmpty();
        assertThat(printed.out()).contains("with inherit false, set true", "timezone = 'UTC'", "\\password");
        for (int time = 0; time < 2; time++) {
            execute(database, printed.out());
            expectDone(migrate(url, Map.of()));
        }
        assertThat(rows(database, "select count(*) from clerk.users")).containsExactly("0");
        assertThat(rows(database, "select object from rollcall.tenancy_report() where finding = 'login_may_drop'"))
                .containsExactly("postgres");
    }

    @Test
    void anOptionThatDoesNotExistIsRefused() {
        CommandRun refused = migrateAsSuperuser("postgres", Map.of(), "--reset");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).hasLineCount(1).contains("--reset");
    }

    /** As an init container asks, with nothing but the worker's own login. */
    @Test
    void asksWhetherTheSchemaIsOfThisReleaseAndChangesNothing() throws SQLException {
        String database = freshDatabase();
        CommandRun before = migrateAsSuperuser(database, Map.of(), "--check");
        assertThat(before.code()).isEqualTo(3);
        assertThat(before.out()).contains("no Rollcall schema");
        assertThat(rows(database, "select nspname from pg_namespace where nspname in ('clerk', 'rollcall')"))
                .isEmpty();
        expectDone(migrateAsSuperuser(database, Map.of("SYNC", "of-the-worker")));
        assertThat(migrateAsSuperuser(database, Map.of(), "--check").code()).isZero();
        assertThat(checkAsWorker(database).code()).isZero();
        execute(
                database,
                "delete from rollcall.flyway_schema_history where version::integer ="
                        + " (select max(version::integer) from rollcall.flyway_schema_history)");
        CommandRun behind = checkAsWorker(database);
        assertThat(behind.code()).isEqualTo(3);
        assertThat(behind.out()).contains("of an earlier release").doesNotContain("of-the-worker");
    }

    private static CommandRun checkAsWorker(String database) {
        return CommandRun.of(
                Map.of(
                        "ROLLCALL_DATABASE_URL",
                        "postgresql://rollcall_sync:of-the-worker@127.0.0.1:" + server.port() + "/" + database),
                List.of("migrate", "--check"));
    }
}
