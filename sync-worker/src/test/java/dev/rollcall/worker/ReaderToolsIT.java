package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.worker.operate.readers.OppositeField;
import dev.rollcall.worker.operate.readers.ReaderSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What readers take from {@code docs/} is taken by their tools, as these come from npm: Prisma, TypeScript with Drizzle,
 * ajv, json2ts. Where Node.js is missing this is skipped, in CI it is a failure.
 */
class ReaderToolsIT {

    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
    private static final Path CLIENT =
            Path.of("..", "clients", "typescript").toAbsolutePath().normalize();

    /** Each with one member. */
    static final String TWO_ORGANIZATIONS = """
            insert into clerk.users (id, first_name, banned, locked, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,
                                     sync_writer, sync_offset, sync_committed_at)
            select 'user_' || letter, 'Ada', false, false, 1, 1, 'm', 1, 0, 0, now() from unnest(array['a', 'b']) letter;
            insert into clerk.organizations (id, name, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,
                                             sync_writer, sync_offset, sync_committed_at)
            select 'org_' || letter, letter, 1, 1, 'm', 1, 0, 0, now() from unnest(array['a', 'b']) letter;
            insert into clerk.organization_memberships (id, organization_id, user_id, role, sync_updated_at_ms, sync_event_at_ms,
                                                        sync_message_id, sync_revision, sync_writer, sync_offset,
                                                        sync_committed_at)
            select 'orgmem_' || letter, 'org_' || letter, 'user_' || letter, 'org:admin', 1, 1, 'm', 1, 0, 0, now()
            from unnest(array['a', 'b']) letter;
            """;

    private static NodeProject project;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        project = ClientPackage.project("reader");
    }

    /** With -Drollcall.update=true the types are written instead. */
    @Test
    void theContractsMakeTheTypesOfTheClient() throws IOException, InterruptedException {
        String types = project.require(
                Map.of(), "node", "contracts.mjs", DOCS.resolve("contracts").toString());
        Path published = CLIENT.resolve("src").resolve("contracts.ts");
        if (Boolean.getBoolean("rollcall.update")) {
            Files.writeString(published, types);
        }
        assertThat(published).content(StandardCharsets.UTF_8).isEqualTo(types);
    }

    @Test
    void theModelsAreValidForPrisma() throws IOException, InterruptedException {
        project.take(DOCS.resolve("readers").resolve("clerk.prisma"), "models/clerk.prisma");
        Files.writeString(project.directory().resolve("models").resolve("schema.prisma"), """
                generator client {
                  provider = "prisma-client"
                  output   = "../generated/models"
                }
                datasource db {
                  provider = "postgresql"
                  schemas  = ["public", "clerk", "clerk_tenant"]
                }
                """);
        String said = project.require(
                Map.of("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true", "DIRECT_URL", "postgresql://localhost/none"),
                "prisma",
                "validate",
                "--schema",
                "models");
        assertThat(said).contains("are valid");
    }

    /**
     * Packed, installed from the tarball, type-checked, and used against PostgreSQL by an application with tables of its
     * own.
     */
    @Test
    void thePackageKeepsTenantsApart() throws IOException, InterruptedException {
        ClientPackage.installInto(project);
        try (TestDatabase database = TestDatabase.create()) {
            ReaderSchema schema = ReaderSchema.of(JdbcClient.create(database.pool));
            Path directory = project.directory();
            Files.writeString(
                    directory.resolve("prisma").resolve("clerk.prisma"),
                    schema.prisma(List.of(OppositeField.parse("ClerkOrganization: projects Project[]"))));
            Files.writeString(directory.resolve("src").resolve("drizzle.ts"), schema.drizzle());
            writePrintedModules(directory.resolve("src"));
            project.require(Map.of("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true"), "prisma", "generate");
            project.require(Map.of(), "tsc", "--project", "tsconfig.json");
            database.execute(TWO_ORGANIZATIONS);
            database.execute(
                    Files.readString(CLIENT.resolve("test").resolve("src").resolve("application.sql")));
            database.execute("grant select, insert, update, delete on projects, tasks to rollcall_tenant");
            String url = ClientPackage.urlOf(database, "rollcall_tenant");
            String said =
                    project.require(Map.of("TENANT_DATABASE_URL", url, "DATABASE_URL", url), "node", "--test", "out/");
            assertThat(said).contains("# fail 0");
        }
    }

    /** What the package's README prints; {@code readme.test.ts} uses it. */
    private static void writePrintedModules(Path source) throws IOException {
        List<PrintedTypeScript> blocks = PrintedTypeScript.of(CLIENT.resolve("README.md"));
        assertThat(blocks).hasSize(4);
        blocks.get(0).write(source.resolve("readme-acting.ts"), """
                        import { db } from "./readme-prisma.ts";
                        export async function act(orgId: string, userId: string) {""", "}");
        blocks.get(1).write(source.resolve("readme-prisma.ts"), """
                        import { PrismaClient } from "./generated/client.ts";
                        """, "");
        blocks.get(2).write(source.resolve("readme-changes.ts"), """
                        import type { Consumer } from "kafkajs";
                        export async function consume(consumer: Pick<Consumer, "run">) {""", "return fold; }");
        blocks.get(3)
                .with(Map.of("prisma/migrations/…/migration.sql", "src/application.sql"))
                .write(source.resolve("readme-testing.ts"), """
                        import fs from "node:fs";
                        import { tenantAdapter, tenantClient } from "@rollcall/client/prisma";
                        import { PrismaPGlite } from "pglite-prisma-adapter";
                        import { PrismaClient } from "./generated/client.ts";
                        export async function testing() {""", "return { rollcall, db, backend }; }");
    }

    @Test
    void theTablesAndRowsAreTypeScript() throws IOException, InterruptedException {
        project.take(DOCS.resolve("readers").resolve("drizzle.ts"), "readers/drizzle.ts");
        project.take(DOCS.resolve("readers").resolve("rows.ts"), "readers/rows.ts");
        project.require(
                Map.of(),
                "tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--module",
                "nodenext",
                "--target",
                "es2022",
                "readers/drizzle.ts",
                "readers/rows.ts");
    }
}
