package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.operate.readers.OppositeField;
import dev.rollcall.worker.operate.readers.ReaderSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * What {@code docs/readers/prisma.md} says of Prisma's migrations: with its configuration they work beside Rollcall, with
 * foreign keys into {@code clerk} and {@code protect_table}, and leave Rollcall's tables alone. Prisma's command line is
 * npm's; its schema engine is a program that cannot be fetched everywhere, and npm's build of the same source stands in.
 */
class PrismaBesideRollcallIT {

    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
    private static final String MIGRATOR = "app_migrator_of_";
    private static final String TABLES_OF_CLERK = "select relname from pg_class where relkind in ('r', 'v')"
            + " and relnamespace = (select oid from pg_namespace where nspname = 'clerk') order by 1";
    private static final String POLICIES =
            "select tablename || ' ' || policyname from pg_policies where schemaname = 'public' order by 1";

    @Test
    void migrationsWorkAndLeaveRollcallsTablesAlone() throws IOException, InterruptedException {
        try (TestDatabase development = TestDatabase.create();
                TestDatabase production = TestDatabase.create()) {
            Map<String, String> developer = prepare(development);
            Map<String, String> deployer = prepare(production);
            NodeProject project = project(development);
            List<String> before = development.rows(TABLES_OF_CLERK);

            assertThat(prisma(project, developer, "migrate", "dev", "--name", "tables"))
                    .contains("Your database is now in sync");
            write(project, "prisma/migrations/20990101000000_protect/migration.sql", """
                    select rollcall.protect_table('public.projects', 'organization_id');
                    select rollcall.protect_table('public.tasks', 'organization_id');
                    """);
            assertThat(prisma(project, developer, "migrate", "dev")).contains("20990101000000_protect");
            assertThat(prisma(project, developer, "migrate", "dev")).contains("Already in sync");
            assertThat(prisma(project, developer, "migrate", "status")).contains("up to date");
            assertThat(prisma(
                            project,
                            developer,
                            "migrate",
                            "diff",
                            "--from-migrations",
                            "prisma/migrations",
                            "--to-schema",
                            "prisma"))
                    .contains("No difference");
            assertThat(prisma(
                            project, developer, "migrate", "diff", "--from-config-datasource", "--to-schema", "prisma"))
                    .contains("No difference");
            assertThat(prisma(
                            project, developer, "migrate", "diff", "--from-empty", "--to-schema", "prisma", "--script"))
                    .contains("CREATE TABLE \"projects\"")
                    .doesNotContain("CREATE TABLE \"clerk\"", "CREATE SCHEMA IF NOT EXISTS \"clerk");

            assertThat(prisma(project, deployer, "migrate", "deploy"))
                    .contains("All migrations have been successfully applied");
            assertThat(production.rows(POLICIES))
                    .contains("projects rollcall_tenant_only", "tasks rollcall_tenant_only")
                    .isEqualTo(development.rows(POLICIES));

            // As the page says: it fails, and Rollcall's tables are as they were.
            NodeProject.Ended reset = project.run(developer, "prisma", "migrate", "reset", "--force");
            assertThat(reset.code()).as(reset.output()).isNotZero();
            assertThat(development.rows(TABLES_OF_CLERK)).isEqualTo(before);
            development.execute(PrismaResetIT.beginAnew().replace("app_migrator", MIGRATOR + development.name));
            assertThat(prisma(project, developer, "migrate", "deploy"))
                    .contains("All migrations have been successfully applied");
            assertThat(development.rows(POLICIES)).isEqualTo(production.rows(POLICIES));
        }
    }

    /** The page's commands for an application whose tables were there before its migrations. */
    @Test
    void aDatabaseThatExistsAlreadyIsTakenAsItIs() throws IOException, InterruptedException, SQLException {
        try (TestDatabase existing = TestDatabase.create()) {
            Map<String, String> developer = prepare(existing);
            NodeProject project = project(existing);
            String tables =
                    prisma(project, developer, "migrate", "diff", "--from-empty", "--to-schema", "prisma", "--script");
            DatabaseUrl url = existing.urlOf("rollcall_tenant");
            try (Connection migrator = DriverManager.getConnection(
                            "jdbc:postgresql://%s:%d/%s".formatted(url.host(), url.port(), url.database()),
                            MIGRATOR + existing.name,
                            "test-password");
                    Statement statement = migrator.createStatement()) {
                // Its schema is there: whoever made it may be anybody.
                statement.execute(tables.replaceAll("(?m)^CREATE SCHEMA.*;$", ""));
            }
            write(project, "prisma/migrations/0_init/migration.sql", tables);
            write(project, "prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
            assertThat(prisma(project, developer, "migrate", "resolve", "--applied", "0_init"))
                    .contains("0_init marked as applied");
            assertThat(prisma(project, developer, "migrate", "status")).contains("up to date");
            assertThat(prisma(project, developer, "migrate", "deploy")).contains("No pending migrations");
            assertThat(prisma(project, developer, "migrate", "dev")).contains("Already in sync");
        }
    }

    private static NodeProject project(TestDatabase database) throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        NodeProject project = ClientPackage.project("prisma");
        Files.createDirectories(project.directory().resolve("rollcall"));
        // Of an earlier run.
        FileSystemUtils.deleteRecursively(project.directory().resolve("prisma").resolve("migrations"));
        project.take(DOCS.resolve("readers").resolve("prisma.config.ts"), "prisma.config.ts");
        ReaderSchema schema = ReaderSchema.of(JdbcClient.create(database.pool));
        write(project, "rollcall/rows.ts", schema.typescript());
        write(project, "rollcall/shadow.sql", schema.shadow());
        write(
                project,
                "prisma/clerk.prisma",
                schema.prisma(List.of(OppositeField.parse("ClerkOrganization: projects Project[]"))));
        return project;
    }

    /** The page's statements for who runs the migrations. */
    private static Map<String, String> prepare(TestDatabase database) throws IOException {
        String page = Files.readString(DOCS.resolve("readers").resolve("prisma.md"));
        String statements = page.substring(page.indexOf("```sql\n") + "```sql\n".length());
        String role = MIGRATOR + database.name;
        database.execute(statements.substring(0, statements.indexOf("```")).replace("app_migrator", role));
        database.execute("alter role " + role + " password 'test-password'");
        // migrate took it from public.
        database.execute("grant connect on database " + database.name + " to " + role);
        DatabaseUrl url = database.urlOf("rollcall_tenant");
        return Map.of(
                "DIRECT_URL",
                "postgresql://%s:test-password@%s:%d/%s".formatted(role, url.host(), url.port(), url.database()),
                "PRISMA_SCHEMA_ENGINE_BINARY",
                Path.of("target", "prisma", "schema-engine.mjs")
                        .toAbsolutePath()
                        .toString(),
                "PRISMA_HIDE_UPDATE_MESSAGE",
                "1");
    }

    private static String prisma(NodeProject project, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        String[] line = new String[command.length + 1];
        line[0] = "prisma";
        System.arraycopy(command, 0, line, 1, command.length);
        return project.require(environment, line);
    }

    private static void write(NodeProject project, String file, String text) throws IOException {
        Path path = project.directory().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
