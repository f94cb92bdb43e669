package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.worker.operate.readers.OppositeField;
import dev.rollcall.worker.operate.readers.ReaderSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The files in {@code docs/readers} are what the command prints of the database. With -Drollcall.update=true they are
 * written instead.
 */
class ReaderFilesIT {

    private static final Path PUBLISHED = Path.of("..", "docs", "readers");

    private static TestDatabase database;
    private static ReaderSchema schema;

    @BeforeAll
    static void read() {
        database = TestDatabase.create();
        schema = ReaderSchema.of(JdbcClient.create(database.pool));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theFilesAreThoseOfTheDatabase() throws IOException {
        Map<String, String> files = Map.of(
                "clerk.prisma", schema.prisma(List.of()),
                "drizzle.ts", schema.drizzle(),
                "rows.ts", schema.typescript(),
                "shadow.sql", schema.shadow());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path published = PUBLISHED.resolve(file.getKey());
            if (Boolean.getBoolean("rollcall.update")) {
                Files.createDirectories(PUBLISHED);
                Files.writeString(published, file.getValue());
            }
            assertThat(published).content(StandardCharsets.UTF_8).isEqualTo(file.getValue());
        }
    }

    @Test
    void everyTableIsInEveryFile() {
        for (String table : database.rows("select relname from pg_class where relkind = 'r'"
                + " and relnamespace = (select oid from pg_namespace where nspname = 'clerk')")) {
            assertThat(schema.prisma(List.of())).contains("@@map(\"" + table + "\")");
            assertThat(schema.drizzle()).contains(".table(\"" + table + "\"");
            assertThat(schema.typescript()).contains("\"clerk." + table + "\"");
            assertThat(schema.shadow()).contains("clerk." + table + " (");
        }
    }

    @Test
    void aModelOfTheApplicationsGetsItsFieldInOneOfOurs() {
        assertThat(schema.prisma(List.of(OppositeField.parse("ClerkOrganization: projects Project[]"))))
                .contains("  projects Project[]\n");
        assertThatThrownBy(() -> schema.prisma(List.of(OppositeField.parse("Organization: projects Project[]"))))
                .hasMessageStartingWith("--field: there is no model Organization; write one of Clerk");
        assertThatThrownBy(() -> OppositeField.parse("projects"))
                .hasMessage("--field: \"projects\" is no field of a model; write --field 'ClerkOrganization: projects"
                        + " Project[]'");
    }

    /** What migrations may say runs in an empty database, also a second time. */
    @Test
    void migrationsRunInAShadowDatabase() throws SQLException {
        String name = TestDatabase.freshName();
        SharedServers.postgres().createDatabase(name);
        try (Connection shadow =
                        DriverManager.getConnection(SharedServers.postgres().jdbcUrl(name));
                Statement statement = shadow.createStatement()) {
            statement.execute(schema.shadow());
            statement.execute(schema.shadow());
            statement.execute("""
                    create table projects (id int primary key, "organizationId" text not null references clerk.organizations (id));
                    select rollcall.protect_table('public.projects', 'organizationId');
                    create policy may_read on projects as restrictive for select using ((select rollcall.has_permission(
                        current_setting('app.user_id', true), rollcall.current_organization_id(), 'org:projects:read')));
                    """);
        }
    }
}
