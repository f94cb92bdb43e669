package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.NodeProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What readers take from {@code docs/} is taken by their tools, as these come from npm: Prisma, TypeScript with Drizzle,
 * ajv, json2ts. Where Node.js is missing this is skipped, in CI it is a failure.
 */
class ReaderToolsIT {

    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
    private static final Path CLIENT =
            Path.of("..", "clients", "typescript").toAbsolutePath().normalize();

    private static NodeProject project;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        project = NodeProject.install(CLIENT.resolve("test"), Path.of("target", "reader"));
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
