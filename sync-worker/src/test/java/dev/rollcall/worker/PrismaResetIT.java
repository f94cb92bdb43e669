package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.operate.readers.OppositeField;
import dev.rollcall.worker.operate.readers.ReaderSchema;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Prisma's commands that begin anew, and a person's: no login that works with the copy loses any of it. Migrated as on a hosted
 * database, by an administrator who is no superuser, on a server of its own.
 */
@Tag("long")
class PrismaResetIT {

    private static final String DATABASE = "copy";
    private static final String SECRET = "secret";
    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();

    /** Everything of Rollcall's that these commands could take away: what there is, whose it is, who may use it, and rows. */
    private static final String COPY = """
            select format('%s %s %s %s', c.oid::regclass, c.relkind, c.relowner::regrole, c.relacl)
            from pg_class c where c.relnamespace::regnamespace::text in ('clerk', 'clerk_tenant', 'rollcall')
            union all select format('%s %s', p.oid::regprocedure, p.proowner::regrole)
            from pg_proc p where p.pronamespace::regnamespace::text in ('clerk', 'clerk_tenant', 'rollcall')
            union all select format('%s %s', polrelid::regclass, polname) from pg_policy
            union all select format('%s %s', nspname, nspowner::regrole) from pg_namespace
            where nspname in ('clerk', 'clerk_tenant', 'rollcall')
            union all select id from clerk.users
            union all select format('version %s', version) from rollcall.flyway_schema_history
            order by 1
            """;

    private static final List<String> BY_HAND =
            List.of("drop schema clerk cascade", "drop schema clerk_tenant cascade", "drop schema rollcall cascade");

    @TempDir
    Path directory;

    private PostgresServer server;

    @BeforeEach
    void migrate() throws IOException, InterruptedException, SQLException {
        Assumptions.assumeTrue(NodeProject.isThere());
        server = PostgresServer.start(directory.resolve("postgres"), 0);
        // As on Neon and Supabase.
        asSuperuser("postgres", "create role administrator login createrole createdb password '" + SECRET + "'");
        asSuperuser("postgres", "create database " + DATABASE + " owner administrator");
        new Migration(
                        DatabaseUrl.parse("TEST", addressOf("administrator")),
                        Map.of("rollcall_sync", SECRET, "rollcall_tenant", SECRET, "rollcall_backend", SECRET),
                        new MigrationOptions(true, true, false))
                .run();
        String page = Files.readString(DOCS.resolve("readers").resolve("prisma.md"));
        String once = page.substring(page.indexOf("```sql\n") + "```sql\n".length());
        try (Connection administrator = connect("administrator");
                Statement statement = administrator.createStatement()) {
            boolean leftNoMembership = administrator.getMetaData().getDatabaseMajorVersion() < 16;
            if (leftNoMembership) {
                statement.execute("grant rollcall_owner to current_user");
            }
            statement.execute(once.substring(0, once.indexOf("```")));
            if (leftNoMembership) {
                statement.execute("revoke rollcall_owner from current_user");
            }
            statement.execute("alter role app_migrator password '" + SECRET + "'");
            statement.execute("grant connect on database " + DATABASE + " to app_migrator");
        }
        asSuperuser(DATABASE, """
                insert into clerk.users (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,
                                         sync_writer, sync_offset, sync_committed_at)
                values ('user_kept', 1, 1, 'm', 1, 0, 0, now())
                """);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void noLoginThatWorksWithTheCopyLosesAnyOfItToWhatBeginsAnew() throws Exception {
        NodeProject project = project();
        List<String> before = copy();
        assertThat(before).contains("user_kept").hasSizeGreaterThan(100);
        for (String login :
                List.of("app_migrator", "rollcall_tenant", "rollcall_backend", "rollcall_sync", "administrator")) {
            for (String byHand : BY_HAND) {
                assertThatThrownBy(() -> as(login, byHand))
                        .as(login + ": " + byHand)
                        .hasMessageContaining("must be owner");
            }
            for (List<String> command : List.of(
                    List.of("prisma", "migrate", "reset", "--force"),
                    List.of("prisma", "db", "push", "--force-reset"))) {
                NodeProject.Ended ended = prisma(project, addressOf(login), command);
                assertThat(ended.code()).as(login + ": " + command).isNotZero();
                assertThat(ended.output() + ended.error())
                        .as(login + ": " + command)
                        .containsPattern("must be owner of|permission denied");
                assertThat(copy()).as(login + ": " + command).isEqualTo(before);
                // What is the application's may be gone, as the page says.
                as("administrator", beginAnew());
            }
        }
        // They do what they are for: the page says never to migrate as a superuser.
        prisma(project, superuser(), List.of("prisma", "migrate", "reset", "--force"));
        assertThat(rows("select relname from pg_class where relnamespace = to_regnamespace('clerk')"))
                .isEmpty();
    }

    /** As the page prints it. */
    static String beginAnew() throws IOException {
        String page = Files.readString(DOCS.resolve("readers").resolve("prisma.md"));
        String from = page.substring(page.indexOf("`drop schema if exists public") + 1);
        return from.substring(0, from.indexOf('`'));
    }

    /** As a reader has it who does not say which tables are Rollcall's: with that, less could be lost. */
    private NodeProject project() throws IOException, InterruptedException {
        NodeProject project = ClientPackage.project("prisma-reset");
        Path models = project.directory().resolve("prisma");
        ReaderSchema schema = ReaderSchema.of(
                JdbcClient.create(new SimpleDriverDataSource(new org.postgresql.Driver(), server.jdbcUrl(DATABASE))));
        Files.writeString(
                models.resolve("clerk.prisma"),
                schema.prisma(List.of(OppositeField.parse("ClerkOrganization: projects Project[]"))));
        Path migration = models.resolve("migrations").resolve("20260101000000_notes");
        Files.createDirectories(migration);
        Files.writeString(models.resolve("migrations").resolve("migration_lock.toml"), "provider = \"postgresql\"\n");
        Files.writeString(migration.resolve("migration.sql"), "create table public.notes (id integer primary key);\n");
        return project;
    }

    private static NodeProject.Ended prisma(NodeProject project, String address, List<String> command)
            throws IOException, InterruptedException {
        return project.run(
                Map.of(
                        "DIRECT_URL",
                        address,
                        "PRISMA_SCHEMA_ENGINE_BINARY",
                        project.directory().resolve("schema-engine.mjs").toString(),
                        "PRISMA_HIDE_UPDATE_MESSAGE",
                        "1"),
                command.toArray(String[]::new));
    }

    private List<String> copy() throws SQLException {
        return rows(COPY);
    }

    private List<String> rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(DATABASE));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return TestDatabase.texts(result);
        }
    }

    private String addressOf(String login) {
        return "postgresql://" + login + ":" + SECRET + "@127.0.0.1:" + server.port() + "/" + DATABASE;
    }

    private String superuser() {
        DatabaseUrl url = DatabaseUrl.parse("TEST", server.jdbcUrl(DATABASE));
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(url.user(), url.password(), url.host(), url.port(), url.database());
    }

    private Connection connect(String login) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE, login, SECRET);
    }

    private void as(String login, String sql) throws SQLException {
        try (Connection connection = connect(login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void asSuperuser(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
