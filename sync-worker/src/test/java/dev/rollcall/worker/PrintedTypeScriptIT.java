package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.NodeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The TypeScript of {@code docs/tenancy.md}, {@code docs/reading.md} and the README is type-checked and runs as printed,
 * against PostgreSQL. Where Node.js is missing this is skipped, in CI it is a failure.
 */
class PrintedTypeScriptIT {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path DOCS = REPOSITORY.resolve("docs");
    private static final Path SOURCE = Path.of("src", "test", "clients", "printed");
    private static final Map<String, String> IMPORTED = Map.of(
            "\"@clerk/nextjs/server\"", "\"./session.ts\"",
            "\"@prisma/client\"", "\"./generated/client.ts\"",
            "\"./prisma\"", "\"./prisma.ts\"");

    @Test
    void theTypeScriptOfThePagesRunsAsPrinted() throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        NodeProject project = ClientPackage.project("printed");
        project.take(SOURCE, "page");
        Path source = project.directory().resolve("page").resolve("src");
        List<PrintedTypeScript> tenancy = PrintedTypeScript.of(DOCS.resolve("tenancy.md"));
        assertThat(tenancy).hasSize(2);
        tenancy.get(0).with(IMPORTED).write(source.resolve("organization.ts"), "", "export { invoices, members };");
        tenancy.get(1).write(source.resolve("sign-up.ts"), """
                        import { backend } from "./prisma.ts";
                        export async function signUp(userId: string) {""", "}");
        List<PrintedTypeScript> readme = PrintedTypeScript.of(REPOSITORY.resolve("README.md"));
        assertThat(readme).hasSize(1);
        readme.getFirst().write(source.resolve("readme.ts"), """
                        import { prisma } from "./prisma.ts";
                        import { auth } from "./session.ts";
                        export async function ask() {""", "return members; }");
        project.take(DOCS.resolve("readers").resolve("rows.ts"), "page/src/rows.ts");
        List<PrintedTypeScript> reading = PrintedTypeScript.of(DOCS.resolve("reading.md"));
        assertThat(reading).hasSize(1);
        reading.getFirst().write(source.resolve("kysely.ts"), """
                        import { Kysely, sql } from "kysely";
                        import type { RollcallTables } from "./rows.ts";
                        export async function memberships(db: Kysely<RollcallTables>, orgId: string) {
                        const rows =""", "return rows; }");
        project.require(
                Map.of("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true", "DIRECT_URL", "postgresql://localhost/none"),
                "prisma",
                "generate",
                "--schema",
                "page/prisma");
        project.require(Map.of(), "tsc", "--project", "page");
        try (TestDatabase database = TestDatabase.create()) {
            database.execute(ReaderToolsIT.TWO_ORGANIZATIONS);
            database.execute(Files.readString(SOURCE.resolve("tables.sql")));
            String said = project.require(
                    Map.of(
                            "TENANT_DATABASE_URL",
                            ClientPackage.urlOf(database, "rollcall_tenant"),
                            "BACKEND_DATABASE_URL",
                            ClientPackage.urlOf(database, "rollcall_backend")),
                    "node",
                    "--test",
                    "page/out/");
            assertThat(said).contains("# pass 4", "# fail 0");
        }
    }
}
